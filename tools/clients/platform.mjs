// The built proxy in front of two accounts, for whichever client is to judge it.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { root } from "../cli/paths.mjs";
import { Account } from "./account.mjs";
import { Issuer } from "./issuer.mjs";

/** What callers may do, by the application that they are; `nobody` has no profile. */
const profiles = [
  { name: "app", clientIds: ["app"] },
  { name: "narrow", clientIds: ["narrow"], models: ["gpt"], streaming: false },
  { name: "seldom", clientIds: ["seldom"], requestsPerMinute: 1 },
];
const applications = ["app", "narrow", "seldom", "nobody"];

/** Starts it: `url` has no path, `accounts` are the two, `tokens` are those of the applications. */
export async function start() {
  const accounts = [new Account("a"), new Account("b")];
  const issuer = new Issuer();
  const ports = await Promise.all(accounts.map((account) => account.start()));
  const jwksUri = await issuer.start();
  const { tenantId, audience } = issuer;
  const names = accounts.map(({ name }) => name);
  const deployments = names.flatMap((account) => ["gpt", "other"].map((name) => ({ name, account, pool: `${account}/${name}` })));
  const config = {
    listen: { host: "127.0.0.1", port: 0, managementPort: 0 },
    credential: "none",
    callers: { tenantId, audience, jwksUri, profiles },
    pools: deployments.map(({ pool: id }) => ({ id, requestsPerMinute: 0, tokensPerMinute: 0 })),
    accounts: names.map((name, index) => ({ name, endpoint: `http://127.0.0.1:${ports[index]}` })),
    deployments,
    timeouts: { firstByteSeconds: 2 },
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
    [issuer, ...accounts].forEach((each) => each.stop());
  };
  for await (const line of createInterface({ input: proxy.stdout })) {
    const url = /^listening on (\S+)/.exec(line)?.[1];
    if (!url) continue;
    proxy.stdout.resume();
    return { url, accounts, tokens: Object.fromEntries(applications.map((name) => [name, issuer.token(name)])), stop };
  }
  stop();
  throw new Error("the proxy ended before it listened (expected: proxy/target/image as `mvn -f proxy/pom.xml package` leaves it)");
}
