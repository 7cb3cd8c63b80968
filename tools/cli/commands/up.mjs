import { mkdirSync, writeFileSync } from "node:fs";
import { buildPolicies, buildProxy } from "../builds.mjs";
import { api } from "../local-azure.mjs";
import { azureState, freeMegabytes, local, outputsFile } from "../paths.mjs";
import { UserError } from "../process.mjs";
import { step } from "../progress.mjs";
import { capacityLines, RunReport } from "../report.mjs";
import { open } from "../session.mjs";

export default async function up(options) {
  const stack = await open(options);
  await step("builds", "proxy and policies", async (update) => {
    update("proxy");
    await buildProxy(stack.env);
    update("policies");
    await buildPolicies(stack.env);
    return "proxy and policy pack are built";
  });
  await (options.cloud === "local" ? updateLocal(stack) : updateAzure(stack));
  const outputs = stack.outputs();
  if (options.cloud === "local") await writeOutputs(stack, outputs);
  print(outputs);
}

async function updateLocal(stack) {
  let report;
  await step("platform", "updating", async (update) => {
    await stack.recover(update);
    report = new RunReport(update);
    const { code, log } = await stack.engine("up", ["--yes", "--skip-preview", "--policy-pack", "policies"], (event) => report.take(event));
    if (code !== 0) throw failure(report, code, log);
    return report.summary();
  });
  await step("policies", "", async () => policyLine(report));
}

/** On Azure the engine asks before it changes anything, so it keeps the terminal. */
async function updateAzure(stack) {
  const report = new RunReport(() => {});
  const { code } = await stack.engine("up", ["--policy-pack", "policies"], (event) => report.take(event), { interactive: true });
  if (code !== 0) throw new UserError("pulumi up did not finish");
}

export function failure(report, code, log) {
  const violations = report.violations.filter((each) => each.level === "mandatory").map((each) => `policy ${each.name}: ${each.message}`);
  const full = freeMegabytes() < 1 ? [`no space left on the disk that holds ${local}`] : [];
  const said = [...new Set([...full, ...report.errors, ...violations])];
  return new UserError(`${said.length > 0 ? said.join("\n") : `the engine ended with ${code}`}\nThe whole output is in ${log}`);
}

export function policyLine(report) {
  if (report.violations.length === 0) return "no violation";
  return `${report.violations.length} advisories: ${[...new Set(report.violations.map((each) => each.name))].join(", ")}`;
}

async function writeOutputs(stack, outputs) {
  const { url } = await api(stack.ready, `/api/ingress?fqdn=${encodeURIComponent(new URL(outputs.endpoint).hostname)}`);
  const { token } = await api(stack.ready, "/api/tokens", { audience: outputs.audience, subject: "make", roles: [], expiresInSeconds: 86_400 });
  Object.assign(outputs, {
    endpoint: url,
    console: stack.ready.console,
    token,
    caFile: stack.ready.caFile,
    simulator: `${stack.ready.console}/api`,
    stateDir: azureState,
  });
  mkdirSync(local, { recursive: true });
  writeFileSync(outputsFile, `${JSON.stringify(outputs, null, 2)}\n`, { mode: 0o600 });
}

function print(outputs) {
  const models = (outputs.capacity ?? []).map((row) => row.model).join(", ");
  const lines = [`Endpoint   ${outputs.endpoint}      models: ${models}`];
  capacityLines(outputs.capacity).forEach((line, index) => lines.push(`${index === 0 ? "Capacity" : "        "}   ${line}`));
  lines.push(`Next       make chat PROMPT="…"     make status     make down`);
  process.stdout.write(`${lines.join("\n")}\n`);
}
