// The built proxy in front of two accounts, for whichever client is to judge it. Alone, `node platform.mjs` prints its base URL and runs
// until it is stopped.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { root } from "../cli/paths.mjs";
import { Account } from "./account.mjs";

/** Starts it; `accounts` are the two, `url` has no path. */
export async function start() {
  const accounts = [new Account("a"), new Account("b")];
  const ports = await Promise.all(accounts.map((account) => account.start()));
  const names = accounts.map(({ name }) => name);
  const config = {
    listen: { host: "127.0.0.1", port: 0, managementPort: 0 },
    credential: "none",
    callers: "none",
    pools: names.map((id) => ({ id, requestsPerMinute: 0, tokensPerMinute: 0 })),
    accounts: names.map((name, index) => ({ name, endpoint: `http://127.0.0.1:${ports[index]}` })),
    deployments: names.map((account) => ({ name: "gpt", account, pool: account })),
  };
  const image = join(root, "proxy/target/image");
  const proxy = spawn(join(image, "runtime/bin/java"), ["@java.args"], {
    cwd: image,
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, PROXY_CONFIG: JSON.stringify(config) },
  });
  process.on("exit", () => proxy.kill());
  const stop = () => {
    proxy.kill();
    accounts.forEach((account) => account.stop());
  };
  for await (const line of createInterface({ input: proxy.stdout })) {
    const url = /^listening on (\S+)/.exec(line)?.[1];
    if (!url) continue;
    proxy.stdout.resume();
    return { url, accounts, stop };
  }
  stop();
  throw new Error("the proxy ended before it listened (expected: proxy/target/image as `mvn -f proxy/pom.xml package` leaves it)");
}

if (import.meta.filename === process.argv[1]) {
  const { url, stop } = await start();
  process.stdout.write(`${url}\n`);
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, stop);
}
