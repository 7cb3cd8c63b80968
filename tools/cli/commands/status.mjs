import { existsSync, readdirSync } from "node:fs";
import { api } from "../local-azure.mjs";
import { idsOf, ofOneStack } from "../one-stack.mjs";
import { local, unfinished } from "../paths.mjs";
import { statusLines } from "../status-lines.mjs";
import { mustRun } from "../session.mjs";

/** The proxy's listener for operators, as the program configures it (`infra.plan.ProxyConfig`). */
const managementPort = 9090;
const patienceMillis = 2_000;

/** The status page of every replica that has one: `{ app, replica, page }`. */
async function proxies(apps) {
  const asked = apps.flatMap(({ name: app, replicas }) =>
    replicas.map(async ({ name, address }) => {
      try {
        const answer = await fetch(`http://${address}:${managementPort}/status`, { signal: AbortSignal.timeout(patienceMillis) });
        return answer.ok ? [{ app, replica: name, page: await answer.json() }] : [];
      } catch {
        return []; // It is starting, or no proxy: its state is said anyway.
      }
    }),
  );
  return (await Promise.all(asked)).flat();
}

/** Stacks whose last update was broken off. */
const incomplete = (stack) =>
  existsSync(local) ? readdirSync(local).filter((name) => name.startsWith(unfinished)).map((name) => name.slice(unfinished.length)).filter((name) => !stack || name === stack) : [];

/** @param stack the one that is meant, or undefined for all that are up */
export default async function status({ stack }) {
  const ready = mustRun();
  const all = await api(ready, "/api/status");
  const state = stack ? ofOneStack(all, idsOf(stack)) : all;
  const lines = statusLines({ ...state, incomplete: incomplete(stack), proxies: await proxies(state.apps) });
  process.stdout.write(`${[`Console    ${ready.console}`, ...lines].join("\n")}\n`);
}
