import { api } from "../local-azure.mjs";
import { statusLines } from "../status-lines.mjs";
import { mustRun } from "../session.mjs";

/** The proxy's listener for operators, as the program configures it (`infra.plan.ProxyConfig`). */
const managementPort = 9090;
const patienceMillis = 2_000;

/** The status page of every replica that has one: `{ replica, page }`. */
async function proxies(apps) {
  const asked = apps.flatMap(({ replicas }) =>
    replicas.map(async ({ name, address }) => {
      try {
        const answer = await fetch(`http://${address}:${managementPort}/status`, { signal: AbortSignal.timeout(patienceMillis) });
        return answer.ok ? [{ replica: name, page: await answer.json() }] : [];
      } catch {
        return []; // It is starting, or no proxy: its state is said anyway.
      }
    }),
  );
  return (await Promise.all(asked)).flat();
}

export default async function status() {
  const ready = mustRun();
  const state = await api(ready, "/api/status");
  process.stdout.write(`${[`Console    ${ready.console}`, ...statusLines({ ...state, proxies: await proxies(state.apps) })].join("\n")}\n`);
}
