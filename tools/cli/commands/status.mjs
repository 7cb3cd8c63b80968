import { existsSync, readFileSync } from "node:fs";
import { api } from "../local-azure.mjs";
import { outputsFile } from "../paths.mjs";
import { statusLines } from "../report.mjs";
import { mustRun } from "../session.mjs";

export default async function status() {
  const ready = mustRun();
  const state = await api(ready, "/api/status");
  const endpoint = existsSync(outputsFile) ? JSON.parse(readFileSync(outputsFile, "utf8")).endpoint : "none (make up first)";
  process.stdout.write(`${[`Endpoint   ${endpoint}`, `Console    ${ready.console}`, ...statusLines(state)].join("\n")}\n`);
}
