import { api } from "../local-azure.mjs";
import { statusLines } from "../status-lines.mjs";
import { mustRun } from "../session.mjs";

export default async function status() {
  const ready = mustRun();
  const state = await api(ready, "/api/status");
  process.stdout.write(`${[`Console    ${ready.console}`, ...statusLines(state)].join("\n")}\n`);
}
