// The builds that a run needs, each redone only when its sources are newer than its stamp.
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { local, root } from "./paths.mjs";
import { run } from "./process.mjs";

function newest(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((entry) => newest(join(path, entry))));
}

async function whenStale(name, sources, product, work) {
  const stamp = join(local, "built", name);
  const fresh = existsSync(stamp) && existsSync(join(root, product));
  if (fresh && statSync(stamp).mtimeMs > Math.max(...sources.map((source) => newest(join(root, source))))) return;
  rmSync(stamp, { force: true });
  const startedAt = new Date();
  await work();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, startedAt.toISOString());
}

const maven = (name, env) => run(name, "mvn", ["-q", "-B", "-f", `${name}/pom.xml`, "package", "-DskipTests"], { env });

export const buildLocalAzure = (env) =>
  whenStale("localazure", ["localazure/pom.xml", "localazure/src/main", "catalogue", "build/parent"], "localazure/target/lib", () =>
    maven("localazure", env),
  );

export const buildProxy = (env) =>
  whenStale("proxy", ["proxy/pom.xml", "proxy/src/main", "build/parent"], "proxy/target/lib", () => maven("proxy", env));

export const buildPolicies = (env) =>
  whenStale("policies", ["policies/package.json", "policies/package-lock.json", "policies/index.ts", "policies/rules", "policies/lib"], "policies/node_modules", async () => {
    await run("policies", "npm", ["ci", "--no-audit", "--no-fund"], { cwd: join(root, "policies"), env });
    await run("policies", "npm", ["run", "build"], { cwd: join(root, "policies"), env });
  });
