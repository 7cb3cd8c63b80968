// The commands as a user runs them, for tests: one clone, one platform at a time.
import { spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { outputsFile, root } from "../cli/paths.mjs";

export const sluice = join(root, "tools/sluice");

/** Runs one command to its end. */
export function command(name, args = [], env = {}) {
  return new Promise((done) => {
    const child = start(name, args, env);
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (chunk) => (stdout += chunk));
    child.stderr.on("data", (chunk) => (stderr += chunk));
    child.on("close", (status) => done({ status, stdout, stderr }));
  });
}

export function start(name, args = [], env = {}) {
  return spawn(sluice, [name, ...args], { cwd: root, env: { ...process.env, ...env } });
}

export const outputs = () => JSON.parse(readFileSync(outputsFile, "utf8"));

/** Waits until a condition holds; the deadline only ends a run that would never pass. */
export async function until(what, condition, millis = 120_000) {
  for (const end = Date.now() + millis; Date.now() < end; ) {
    const value = await condition();
    if (value) return value;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error(`never happened: ${what}`);
}

/** One request through the platform, with the local authority trusted. */
export function post(path, body, headers = {}) {
  const { endpoint, caFile, token } = outputs();
  const args = ["-sS", "--cacert", caFile, "-o", "-", "-w", "\n%{http_code}", "-H", `authorization: Bearer ${token}`, "-H", "content-type: application/json"];
  for (const [name, value] of Object.entries(headers)) args.push("-H", `${name}: ${value}`);
  const done = spawnSync("curl", [...args, "-d", JSON.stringify(body), `${endpoint}${path}`], { encoding: "utf8" });
  const split = done.stdout.lastIndexOf("\n");
  return { status: Number(done.stdout.slice(split + 1)), body: done.stdout.slice(0, split) };
}
