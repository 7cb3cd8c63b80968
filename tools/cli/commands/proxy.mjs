import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { buildProxy } from "../builds.mjs";
import { root } from "../paths.mjs";
import { prerequisites } from "../prerequisites.mjs";
import { UserError } from "../process.mjs";

export default async function proxy({ config }) {
  if (!config || !existsSync(config)) throw new UserError(`CONFIG: ${config ?? "missing"} (expected: a configuration file, see proxy/config.schema.json)`, 2);
  const machine = prerequisites();
  await buildProxy({ ...process.env, JAVA_HOME: machine.jdk17 });
  const image = join(root, "proxy/target/image");
  const child = spawn(join(image, "runtime/bin/java"), ["@java.args"], {
    cwd: image,
    stdio: "inherit",
    env: { ...process.env, PROXY_CONFIG_FILE: resolve(config) },
  });
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
  return new Promise((done) => child.on("close", (code, signal) => done(code ?? (signal ? 1 : 0))));
}
