// The processes in which the engine runs the policy pack. They do not notice when an engine is killed, and would wait for it for ever.
import { readdirSync, readFileSync, readlinkSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { root } from "./paths.mjs";

const engine = "pulumi";
const patienceMillis = 5_000;

/**
 * Ends those of a checkout that have no engine any more. Without /proc none are found.
 *
 * @returns the pids they had, without any that has not ended within five seconds
 */
export function endOrphanedPolicyHosts(checkout = root) {
  const pack = join(realpathSync(checkout), "policies");
  const orphans = pids().filter((pid) => runsPack(pid, pack) && !hasEngine(pid));
  for (const pid of orphans) told(() => process.kill(pid, "SIGKILL"));
  const ended = (pid) => !runsPack(pid, pack);
  awaitTrue(() => orphans.every(ended));
  return orphans.filter(ended);
}

/** What is killed is there until it has had its turn on a processor. */
function awaitTrue(condition) {
  const never = new Int32Array(new SharedArrayBuffer(4));
  for (const end = Date.now() + patienceMillis; !condition() && Date.now() < end; ) Atomics.wait(never, 0, 0, 5);
}

function pids() {
  return (told(() => readdirSync("/proc")) ?? []).filter((name) => /^\d+$/.test(name)).map(Number);
}

/** The engine starts them in the folder of the pack. */
function runsPack(pid, pack) {
  if (told(() => readlinkSync(`/proc/${pid}/cwd`)) !== pack) return false;
  return told(() => readFileSync(`/proc/${pid}/cmdline`, "utf8"))?.split("\0").some((word) => word.endsWith("/run-policy-pack"));
}

function hasEngine(pid) {
  for (let above = parent(pid); above > 1; above = parent(above)) {
    if (told(() => readFileSync(`/proc/${above}/comm`, "utf8"))?.includes(engine)) return true;
  }
  return false;
}

/** 0 for a process that is not there. */
function parent(pid) {
  return Number(/^PPid:\t(\d+)$/m.exec(told(() => readFileSync(`/proc/${pid}/status`, "utf8")) ?? "")?.[1] ?? 0);
}

/** What is read, unless the process has ended or is another user's. */
function told(read) {
  try {
    return read();
  } catch {
    return undefined;
  }
}
