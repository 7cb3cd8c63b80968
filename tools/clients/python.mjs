// An environment with the official client for Python, made once from exact versions, in the user's cache as the Pulumi CLI is.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { cache } from "../cli/paths.mjs";
import { pythonFault } from "../cli/prerequisites.mjs";
import { capture, run, UserError } from "../cli/process.mjs";

const locked = join(import.meta.dirname, "requirements.txt");

/** The path of its interpreter. */
export async function python() {
  const fault = pythonFault();
  if (fault) throw new UserError(fault, 2);
  const machines = capture("python3", ["-c", "import sys; print(sys.executable, sys.version)"]);
  const key = createHash("sha256").update(readFileSync(locked)).update(machines).digest("hex").slice(0, 16);
  const home = join(cache, "tools", `python-${key}`);
  if (!existsSync(home)) await build(home);
  return join(home, "bin/python");
}

async function build(home) {
  const partial = `${home}.${process.pid}`;
  mkdirSync(dirname(home), { recursive: true });
  try {
    await run("python", "python3", ["-m", "venv", partial]);
    const install = ["-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--require-hashes", "--only-binary=:all:", "-r", locked];
    await run("python", join(partial, "bin/python"), install);
    // Its interpreter finds what lies beside it; the scripts, which would not, are not used.
    renameSync(partial, home);
  } catch (error) {
    // Another clone made the same meanwhile.
    if (!existsSync(home)) throw error;
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
}
