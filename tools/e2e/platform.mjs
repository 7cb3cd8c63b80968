// The commands as a user runs them, for tests: one clone, one platform at a time, away from the developer's own.
import { spawn, spawnSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { Agent, request } from "node:https";
import { join } from "node:path";
import { existingFile, running, stop } from "../cli/local-azure.mjs";
import { local, outputsFile, root } from "../cli/paths.mjs";

/** First of the ports; SLUICE_TEST_PORT lets two clones test side by side. */
export const port = Number(process.env.SLUICE_TEST_PORT ?? 7170);

if (!process.env.SLUICE_LOCAL) throw new Error("SLUICE_LOCAL: unset (expected: a folder for these tests, which they remove)");

const started = new Set();

/** Starts one command; its output gathers in `said`, its end is the promise `ended`. */
export function start(name, args = [], env = {}) {
  const child = spawn(join(root, "tools/sluice"), [name, "--port", String(port), ...args], { cwd: root, env: { ...process.env, ...env } });
  const said = { stdout: "", stderr: "", pieces: 0 };
  child.stdout.on("data", (chunk) => {
    said.stdout += chunk;
    said.pieces++;
  });
  child.stderr.on("data", (chunk) => (said.stderr += chunk));
  const ended = new Promise((done) => child.on("close", (status) => done({ status, ...said })));
  started.add(ended);
  ended.then(() => started.delete(ended));
  return { pid: child.pid, ended };
}

/** Runs one command to its end. */
export const command = (name, args, env) => start(name, args, env).ended;

/** Takes away what an earlier test left, so that its failure is not the next one's; a command still under way ends with its Azure. */
export async function clear() {
  await stop();
  await Promise.all(started);
  rmSync(local, { recursive: true, force: true });
}

export const outputs = () => JSON.parse(readFileSync(outputsFile, "utf8"));

/** Waits until a condition holds; the deadline only ends a run that would never pass. */
export async function until(what, condition, millis = 120_000) {
  for (const end = Date.now() + millis; Date.now() < end; ) {
    const value = await condition();
    if (value) return value;
    await new Promise((done) => setTimeout(done, 20));
  }
  throw new Error(`never happened: ${what}`);
}

const existing = new Set(JSON.parse(readFileSync(existingFile, "utf8")).map(({ id }) => id));

/** The ids that the local Azure holds, without what exists outside every stack; none while it is not there. */
export async function resourceIds() {
  const ready = running();
  if (!ready) return [];
  const answer = await fetch(`${ready.console}/api/resources`).catch(() => undefined);
  return answer?.ok ? (await answer.json()).map((each) => each.id).filter((id) => !existing.has(id)) : [];
}

/** The ids of the engine's checkpoint, for one stack. */
export async function checkpointIds(stack) {
  const { status, stdout, stderr } = await command("export", ["--stack", stack]);
  if (status !== 0) throw new Error(stderr);
  const { deployment } = JSON.parse(stdout);
  return deployment.resources.filter((each) => each.type.startsWith("azure-native:")).map((each) => each.id);
}

/** One request through the platform with curl, the local authority trusted; `token` may be another one, or empty for none. */
export function post(path, body, token = outputs().token) {
  const { endpoint, caFile } = outputs();
  const headers = ["-H", `authorization: ${token && `Bearer ${token}`}`, "-H", "content-type: application/json"];
  const args = ["-sS", "--max-time", "60", "--cacert", caFile, "-w", "\n%{http_code}", ...headers, "-d", JSON.stringify(body), `${endpoint}${path}`];
  const done = spawnSync("curl", args, { encoding: "utf8" });
  const split = done.stdout.lastIndexOf("\n");
  return { status: Number(done.stdout.slice(split + 1)), body: done.stdout.slice(0, split), stderr: done.stderr };
}

const hello = { messages: [{ role: "user", content: "Hello" }] };

/** A small chat completion that any stack serves. */
export const greet = (token) => post("/openai/v1/chat/completions", { model: "gpt-5-mini", ...hello }, token);

/** An account's own name: the settings call it A or B. */
export const accountName = ({ endpoint }) => new URL(endpoint).hostname.split(".")[0];

/** Many small chat completions at once, ten at a time; answers with the statuses that came, each once. */
export async function flood(count, { model = "gpt-5-mini", token = outputs().token, more = {} } = {}) {
  const { endpoint, caFile } = outputs();
  const agent = new Agent({ ca: readFileSync(caFile), keepAlive: true, maxSockets: 10 });
  const headers = { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) };
  const body = JSON.stringify({ model, ...hello, ...more });
  const ask = () =>
    new Promise((done, fail) => {
      const sent = request(`${endpoint}/openai/v1/chat/completions`, { method: "POST", agent, headers }, (answer) => answer.resume().on("end", () => done(answer.statusCode)));
      sent.on("error", fail).end(body);
    });
  const statuses = await Promise.all(Array.from({ length: count }, ask));
  agent.destroy();
  return [...new Set(statuses)];
}

/** The pids of the direct children of a process. */
export function children(pid) {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").filter(Boolean).map(Number);
}

/** The name of a process's program. */
export const nameOf = (pid) => readFileSync(`/proc/${pid}/comm`, "utf8").trim();

/** Processes whose command line mentions a text. */
export function processesWith(text) {
  const listed = spawnSync("ps", ["-eo", "pid=,args="], { encoding: "utf8" }).stdout.split("\n");
  return listed.filter((line) => line.includes(text) && !line.includes("ps -eo"));
}

/** Images of this platform's registry that a container engine still holds. */
export function containerImages() {
  if (spawnSync("podman", ["--version"]).status !== 0) return [];
  const listed = spawnSync("podman", ["images", "--format", "{{.Repository}}"], { encoding: "utf8" }).stdout.split("\n");
  return listed.filter((name) => name.startsWith(`127.0.0.1:${port + 2}/`));
}
