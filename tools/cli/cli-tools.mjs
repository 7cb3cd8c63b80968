// The Pulumi CLI and its Java language host: the user's own when recent enough, else built once from their Go modules.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { cache, root } from "./paths.mjs";
import { capture, run, UserError, which } from "./process.mjs";

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

/** Returns {pulumi, path, text}: the executable, what to prepend to PATH, and a word for the progress line. */
export async function pulumiTools(update) {
  const shims = join(root, "tools/bin");
  const own = which("pulumi");
  const seen = own && capture(own, ["version"], { env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" } });
  if (seen && recentEnough(seen) && which("pulumi-language-java")) {
    const path = which("pulumi-analyzer-policy-nodejs") ? "" : shims;
    return { pulumi: own, path, text: `pulumi ${seen.replace(/^v/, "")} (from PATH)` };
  }
  const key = createHash("sha256").update(readFileSync(join(module, "go.sum"))).update(readFileSync(join(module, "go.mod")));
  const bin = join(cache, "tools", key.digest("hex").slice(0, 16));
  if (!existsSync(bin)) await build(bin, update);
  return { pulumi: join(bin, "pulumi"), path: `${bin}:${shims}`, text: `pulumi ${version} (built from source)` };
}

async function build(bin, update) {
  if (!which("go")) {
    throw new UserError(
      `pulumi: not found (expected: the Pulumi CLI ${version} or newer with its Java language host on PATH, or Go 1.25 or newer to build them here)`,
      2,
    );
  }
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
