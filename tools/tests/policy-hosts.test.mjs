import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, test } from "node:test";
import { endOrphanedPolicyHosts } from "../cli/policy-hosts.mjs";

const linux = { skip: existsSync("/proc/self/status") ? false : "there is no /proc" };
const started = new Set();

/** A checkout whose engine starts a policy host as the real one does, which says its pid, and waits for it. */
function checkout() {
  const folder = mkdtempSync(join(tmpdir(), "sluice-checkout-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  const program = join(folder, "policies/node_modules/@pulumi/pulumi/cmd");
  mkdirSync(program, { recursive: true });
  writeFileSync(join(program, "run-policy-pack"), "console.log(process.pid); setInterval(() => {}, 1000);");
  const host = `"${process.execPath}" ./node_modules/@pulumi/pulumi/cmd/run-policy-pack 127.0.0.1:1 . &`;
  writeFileSync(join(folder, "pulumi"), `#!/bin/sh\ncd policies\n${host}\nwait\n`, { mode: 0o755 });
  return folder;
}

/** Starts its engine; answers with the pid of the policy host and a way to kill the engine. */
async function engine(folder) {
  const child = spawn("./pulumi", { cwd: folder, stdio: ["ignore", "pipe", "ignore"] });
  const host = Number(await new Promise((done) => child.stdout.once("data", (line) => done(line))));
  for (const pid of [child.pid, host]) started.add(pid);
  const ended = new Promise((done) => child.on("exit", done));
  const kill = () => child.kill("SIGKILL") && ended;
  return { host, kill };
}

/** A process that has ended, and that nobody has taken note of yet, has no command line any more. */
function runs(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8") !== "";
  } catch {
    return false;
  }
}

afterEach(() => {
  for (const pid of started) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It ended in the test.
    }
  }
  started.clear();
});

test("the policy host of a killed engine is ended", linux, async () => {
  const ours = checkout();
  const { host, kill } = await engine(ours);
  await kill();
  assert.deepEqual(endOrphanedPolicyHosts(ours), [host]);
  assert.equal(runs(host), false, "it has ended when it is said to be");
});

test("the policy host of an engine that runs is left alone", linux, async () => {
  const ours = checkout();
  await engine(ours);
  assert.deepEqual(endOrphanedPolicyHosts(ours), []);
});

test("the policy host of another checkout is left alone", linux, async () => {
  const ours = checkout();
  const { kill } = await engine(checkout());
  await kill();
  assert.deepEqual(endOrphanedPolicyHosts(ours), []);
});
