// The Pulumi CLI and its Java language host: the user's own when recent enough, else built once from their Go modules.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { cache, root } from "./paths.mjs";
import { atLeast, capture, run, which } from "./process.mjs";

const version = "3.230.0";
const module = join(root, "tools/pulumi");
const programs = [
  "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
  "github.com/pulumi/pulumi-java/pkg/cmd/pulumi-language-java",
];

function recentEnough(seen) {
  const [major, minor] = seen.replace(/^v/, "").split(".").map(Number);
  const [wantMajor, wantMinor] = version.split(".").map(Number);
  return major === wantMajor && minor >= wantMinor;
}

/** The user's own CLI when it is recent enough and has its Java language host: `{ file, version }`. */
function own() {
  const file = which("pulumi");
  const seen = file && capture(file, ["version"], { env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" } });
  return seen && recentEnough(seen) && which("pulumi-language-java") ? { file, version: seen.replace(/^v/, "") } : undefined;
}

/** The folder of those that are built here, whether they are or not. */
function builtFolder() {
  const key = createHash("sha256").update(readFileSync(join(module, "go.sum"))).update(readFileSync(join(module, "go.mod")));
  return join(cache, "tools", key.digest("hex").slice(0, 16));
}

const goNeeded = "1.25";

/** What keeps the machine from having them, or undefined. */
export function pulumiFault() {
  if (own() || existsSync(builtFolder())) return undefined;
  const seen = which("go") && (/go(\d+\.\d+\S*)/.exec(capture("go", ["version"], { env: { ...process.env, GOTOOLCHAIN: "local" } }) ?? "")?.[1] ?? "of no known version");
  if (seen && atLeast(seen, goNeeded)) return undefined;
  return `pulumi: not found${seen ? `, and Go is ${seen}` : ""} (expected: the Pulumi CLI ${version} or newer with its Java language host on PATH, or Go ${goNeeded} or newer to build them here)`;
}

/** Returns {pulumi, path, text}: the executable, what to prepend to PATH, and a word for the progress line. */
export async function pulumiTools(update) {
  const shims = join(root, "tools/bin");
  const found = own();
  if (found) {
    const path = which("pulumi-analyzer-policy-nodejs") ? "" : shims;
    return { pulumi: found.file, path, text: `pulumi ${found.version} (from PATH)` };
  }
  const bin = builtFolder();
  if (!existsSync(bin)) await build(bin, update);
  return { pulumi: join(bin, "pulumi"), path: `${bin}:${shims}`, text: `pulumi ${version} (built from source)` };
}

async function build(bin, update) {
  update(`building pulumi ${version} from its Go modules, once (two to ten minutes)`);
  const partial = `${bin}.${process.pid}`;
  mkdirSync(partial, { recursive: true });
  const flags = `-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${version}`;
  try {
    await run("tools", "go", ["build", "-trimpath", "-ldflags", flags, "-o", partial, ...programs], { cwd: module });
    renameSync(partial, bin);
  } catch (error) {
    // Another clone built the same meanwhile.
    if (!existsSync(bin)) throw error;
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
}
