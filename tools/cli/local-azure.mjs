// The local Azure's process: started once, found again by its ready file, stopped by pid.
import { spawn } from "node:child_process";
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { azureState, logs, root } from "./paths.mjs";
import { UserError } from "./process.mjs";

const readyFile = join(azureState, "ready.json");
/** What a company has outside every stack; prod adopts its vault. */
export const existingFile = join(root, "examples/existing/company.json");
const queryEngine = join(root, "tools/kql/engine.mjs");
const readyMillis = 60_000;

export function alive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** What the running local Azure said of itself, or undefined when none runs. */
export function running() {
  if (!existsSync(readyFile)) return undefined;
  const ready = JSON.parse(readFileSync(readyFile, "utf8"));
  return alive(ready.pid) ? ready : undefined;
}

export const pause = (millis) => new Promise((done) => setTimeout(done, millis));

export async function start(machine, port) {
  const found = running();
  if (found) return found;
  rmSync(readyFile, { force: true });
  for (const dir of [azureState, logs]) mkdirSync(dir, { recursive: true });
  const log = join(logs, "local-azure.log");
  const out = openSync(log, "a");
  const from = readFileSync(log).length;
  const built = join(root, "localazure/target");
  const path = [join(built, "classes"), readFileSync(join(built, "classpath"), "utf8")].join(":");
  const args = ["-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx512m", "-cp", path, "localazure.Main", "--state-dir", azureState, "--port", String(port), "--existing", existingFile, "--query-engine", queryEngine];
  const child = spawn(join(machine.jdk17, "bin/java"), args, { cwd: root, detached: true, stdio: ["ignore", out, out] });
  closeSync(out);
  let ended;
  child.on("exit", (code, signal) => (ended = `exit ${code ?? signal}`));
  child.unref();
  for (const until = Date.now() + readyMillis; Date.now() < until && !ended; await pause(100)) {
    const ready = running();
    if (ready) return ready;
  }
  const said = readFileSync(log, "utf8").slice(from).trim().split("\n").slice(-8).join("\n");
  if (!ended) process.kill(child.pid);
  throw new UserError(`local azure did not start (${ended ?? "not ready in 60 s"}):\n${said}`);
}

export async function stop() {
  const found = running();
  if (!found) return false;
  process.kill(found.pid, "SIGTERM");
  for (const until = Date.now() + 45_000; Date.now() < until && alive(found.pid); ) await pause(100);
  if (alive(found.pid)) process.kill(found.pid, "SIGKILL");
  rmSync(readyFile, { force: true });
  return true;
}

/** One call of the control API. */
export async function api(ready, path, body) {
  const options = body === undefined ? {} : { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json" } };
  const response = await fetch(`${ready.console}${path}`, options);
  if (!response.ok) throw new UserError(`local azure: ${path} answered ${response.status}: ${await response.text()}`);
  return response.json();
}
