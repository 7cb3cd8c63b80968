// The builds that a run needs, each redone only when its sources are newer than the stamp beside its product.
import { existsSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./paths.mjs";
import { run } from "./process.mjs";
import { step } from "./progress.mjs";

function newest(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((entry) => newest(join(path, entry))));
}

async function whenStale(stampFile, sources, work) {
  const stamp = join(root, stampFile);
  const changedAt = Math.max(...sources.map((source) => newest(join(root, source))));
  if (existsSync(stamp) && statSync(stamp).mtimeMs > changedAt) return;
  rmSync(stamp, { force: true });
  await work();
  writeFileSync(stamp, "");
}

const maven = (name, env) => run(name, "mvn", ["-q", "-B", "-f", `${name}/pom.xml`, "package", "-DskipTests"], { env });

export const buildLocalAzure = (env) =>
  whenStale("localazure/target/.built", ["localazure/pom.xml", "localazure/src/main", "catalogue", "docs/runbooks", "tools/kql/tables.json", "build/parent"], () => maven("localazure", env));

export const buildProxy = (env) =>
  whenStale("proxy/target/.built", ["proxy/pom.xml", "proxy/src/main", "build/parent"], () => maven("proxy", env));

/** Where buildProgram leaves the program's dependencies, as a class path. */
export const programClassPath = join(root, "target/classpath.txt");

/** What the engine would compile a moment later, so that the settings can be read before it starts. */
export const buildProgram = (env) =>
  whenStale("target/.built", ["pom.xml", "src/main", "catalogue", "build/parent"], () =>
    run("program", "mvn", ["-q", "-B", "compile", "dependency:build-classpath", "-DincludeScope=runtime", `-Dmdep.outputFile=${programClassPath}`], { env }),
  );

const policies = { cwd: join(root, "policies") };

export const buildPolicies = (env) =>
  whenStale("policies/node_modules/.built", ["policies/package-lock.json", "policies/tsconfig.json", "policies/index.ts", "policies/rules", "policies/lib"], async () => {
    await run("policies", "npm", ["ci"], { ...policies, env });
    await run("policies", "npm", ["run", "build"], { ...policies, env });
  });

const queries = join(root, "tools/kql");

export const buildQueryEngine = (env) =>
  whenStale("tools/kql/node_modules/.built", ["tools/kql/package-lock.json"], () => run("kql", "npm", ["ci"], { cwd: queries, env }));

/** The folder of the client that speaks to the platform. */
export const client = join(root, "examples/chat");

/** Shown as a step of its own, since only the first conversation waits for it. */
export const installClient = (env) =>
  whenStale("examples/chat/node_modules/.built", ["examples/chat/package-lock.json"], () =>
    step("client", "installing the openai client", async () => {
      await run("chat", "npm", ["ci"], { cwd: client, env });
      return "the openai client is installed";
    }),
  );
