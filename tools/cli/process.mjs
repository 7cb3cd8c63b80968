// Child processes: run to the end with output kept, or fail with the tail that explains why.
import { spawn, spawnSync } from "node:child_process";
import { appendFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { logs, root } from "./paths.mjs";

/** A failure that the user can act on: printed as one message, without a stack. */
export class UserError extends Error {
  constructor(message, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** The path of a command on PATH, or undefined. */
export function which(command) {
  const found = spawnSync("sh", ["-c", `command -v "$0"`, command], { encoding: "utf8" });
  return found.status === 0 ? found.stdout.trim() : undefined;
}

/** Whether a version such as 3.8.7 is that one, such as 3.8, or newer; false for what is no version. */
export function atLeast(seen, wanted) {
  const [major, minor = 0] = seen.split(".").map((part) => parseInt(part, 10));
  const [wantedMajor, wantedMinor] = wanted.split(".").map(Number);
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
}

/** Standard output of a short command, or undefined when it fails. */
export function capture(command, args, options = {}) {
  const done = spawnSync(command, args, { encoding: "utf8", cwd: root, ...options });
  return done.status === 0 ? done.stdout.trim() : undefined;
}

/** Runs a command quietly, its output in .local/logs/NAME.log; a failure carries the last lines. */
export function run(name, command, args, options = {}) {
  mkdirSync(logs, { recursive: true });
  const log = join(logs, `${name}.log`);
  const { onLine, ...spawnOptions } = options;
  return new Promise((done, fail) => {
    const child = spawn(command, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"], ...spawnOptions });
    const tail = [];
    let rest = "";
    const take = (chunk) => {
      appendFileSync(log, chunk);
      const lines = (rest + chunk).split("\n");
      rest = lines.pop();
      for (const line of lines) {
        onLine?.(line);
        tail.push(line);
        if (tail.length > 40) tail.shift();
      }
    };
    child.stdout.setEncoding("utf8").on("data", take);
    child.stderr.setEncoding("utf8").on("data", take);
    child.on("error", (error) => fail(new UserError(`${command}: ${error.message}`)));
    child.on("close", (code) => {
      if (code === 0) return done();
      fail(new UserError(`${name} failed (exit ${code}); the whole output is in ${log}\n${tail.concat(rest).join("\n")}`));
    });
  });
}

const interrupts = ["SIGINT", "SIGTERM", "SIGHUP"];

/**
 * Calls back for each interrupt, which then does not end this process.
 *
 * @param heard gets the signal and whether there was one before
 * @returns what to `stop()`
 */
export function onInterrupt(heard) {
  let before = false;
  const listener = (signal) => {
    heard(signal, before);
    before = true;
  };
  for (const signal of interrupts) process.on(signal, listener);
  return { stop: () => interrupts.forEach((signal) => process.off(signal, listener)) };
}
