import { api } from "../local-azure.mjs";
import { mustRun } from "../session.mjs";

export default async function status() {
  const state = await api(mustRun(), "/api/status");
  process.stdout.write(`${JSON.stringify(state, null, 2)}\n`);
}
