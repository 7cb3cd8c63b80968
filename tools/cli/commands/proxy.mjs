import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { buildProxy } from "../builds.mjs";
import { root } from "../paths.mjs";
import { prerequisites } from "../prerequisites.mjs";
import { UserError } from "../process.mjs";
import { step } from "../progress.mjs";

/** Files are named from where the command is given, and the proxy runs elsewhere. */
export function absolute(files) {
  return Object.fromEntries(Object.entries(files).flatMap(([name, file]) => (file ? [[name, resolve(file)]] : [])));
}

export default async function proxy({ config }) {
  if (!config || !existsSync(config)) throw new UserError(`CONFIG: ${config || "missing"} (expected: a configuration file such as bench/configs/twelve.json; see proxy/README.md)`, 2);
  const machine = prerequisites(undefined, { engine: false });
  await step("proxy", "building", async () => {
    await buildProxy({ ...process.env, JAVA_HOME: machine.jdk17 });
    return "built";
  });
  const image = join(root, "proxy/target/image");
  const child = spawn(join(image, "runtime/bin/java"), ["@java.args"], {
    cwd: image,
    stdio: "inherit",
    env: { ...process.env, ...absolute({ PROXY_CONFIG_FILE: config, SSL_CERT_FILE: process.env.SSL_CERT_FILE }) },
  });
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
  return new Promise((done) => child.on("close", (code, signal) => done(code ?? (signal ? 1 : 0))));
}
