import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildPolicies, buildProxy } from "../builds.mjs";
import { callerToken, kindOf } from "../callers.mjs";
import { api, pause } from "../local-azure.mjs";
import { azureState, freeMegabytes, local, outputsFile, stackOutputsFile, unfinishedFile } from "../paths.mjs";
import { UserError } from "../process.mjs";
import { step, tell } from "../progress.mjs";
import { availabilityLines, capacityLines, costLines, RunReport } from "../report.mjs";
import { open } from "../session.mjs";
import { policyArgs } from "../stack.mjs";

export default async function up(options) {
  const policies = policyArgs(options.policies);
  const stack = await open(options, { program: true });
  await step("builds", "proxy and policies", async (update) => {
    update("proxy");
    await buildProxy(stack.env);
    update("policies");
    await buildPolicies(stack.env);
    return "proxy and policy pack are built";
  });
  await (options.cloud === "local" ? updateLocal(stack, policies) : updateAzure(stack, policies));
  const outputs = stack.outputs();
  if (options.cloud === "local") await writeOutputs(stack, outputs);
  print(stack.name, outputs);
}

async function updateLocal(stack, policies) {
  const report = new RunReport(() => {});
  try {
    await step("platform", "updating", async (update) => {
      await stack.recover(update);
      report.update = update;
      writeFileSync(unfinishedFile(stack.name), "");
      const { code, log } = await stack.engine("up", ["--yes", "--skip-preview", ...policies], (event) => report.take(event));
      if (code !== 0) throw failure(report, code, log);
      rmSync(unfinishedFile(stack.name));
      return report.summary();
    });
  } finally {
    tell(report.lossLines());
  }
  await tellPolicies(report);
}

/** On Azure the engine asks before it changes anything, so it keeps the terminal. */
async function updateAzure(stack, policies) {
  const report = new RunReport(() => {});
  const { code } = await stack.engine("up", policies, (event) => report.take(event), { interactive: true });
  if (code !== 0) throw new UserError("pulumi up did not finish");
}

export function failure(report, code, log) {
  const violations = report.violations.filter((each) => each.level === "mandatory").map((each) => `policy ${each.name}: ${each.message}`);
  const full = freeMegabytes() < 1 ? [`no space left on the disk that holds ${local}`] : [];
  const told = [...full, ...report.errors, ...violations];
  const said = [...new Set(told.length > 0 ? told : logged(log))];
  return new UserError(`${said.length > 0 ? said.join("\n") : `the engine ended with ${code}`}\nThe whole output is in ${log}`);
}

/** What an engine that ended before its first event said. */
const logged = (log) => (existsSync(log) ? readFileSync(log, "utf8") : "").split("\n").filter((line) => line.startsWith("error: ")).map((line) => line.slice("error: ".length));

/** What the policies found, with each rule's name and what it says. */
export async function tellPolicies(report) {
  const lines = report.policyLines();
  await step("policies", "", async () => (lines.length === 0 ? "no violation" : `${lines.length} ${lines.length === 1 ? "advisory" : "advisories"}`));
  tell(lines);
}

async function writeOutputs(stack, outputs) {
  const { url, caFile } = await api(stack.ready, `/api/ingress?fqdn=${encodeURIComponent(new URL(outputs.endpoint).hostname)}`);
  const token = await callerToken(stack.ready, kindOf(outputs.callers), outputs.audience);
  Object.assign(outputs, {
    endpoint: url,
    console: stack.ready.console,
    token,
    caFile,
    simulator: `${stack.ready.console}/api`,
    stateDir: azureState,
  });
  await serving(stack, url, new URL(outputs.proxyUrl).hostname);
  mkdirSync(local, { recursive: true });
  for (const file of [stackOutputsFile(stack.name), outputsFile]) writeFileSync(file, `${JSON.stringify(outputs, null, 2)}\n`, { mode: 0o600 });
}

/** An unchanged stack says nothing of the replicas behind it: they are asked for, and the gateway is given time to find them. */
async function serving(stack, url, proxy) {
  let states;
  for (const until = Date.now() + 45_000; Date.now() < until; await pause(500)) {
    const { apps, gateways } = await api(stack.ready, "/api/status");
    states = apps.filter((app) => app.fqdn === proxy).flatMap((app) => app.replicas.map((each) => each.state));
    const found = gateways.some((gateway) => gateway.url === url && gateway.pools.some((pool) => pool.healthy.includes(proxy)));
    if (states.includes("ready") && found) return;
  }
  throw new UserError(`${url}: no replica is ready behind it: ${states.join(", ") || "none"} (expected: one; see ${join(azureState, "logs")}, then make down and make up)`);
}

function print(stack, outputs) {
  const models = (outputs.capacity ?? []).map((row) => row.model).join(", ");
  const lines = [`Endpoint   ${outputs.endpoint}      models: ${models}`];
  const tables = { Capacity: capacityLines(outputs.capacity), Available: availabilityLines(outputs.availability), Cost: costLines(outputs.cost) };
  for (const [title, table] of Object.entries(tables)) {
    table.forEach((line, index) => lines.push(`${(index === 0 ? title : "").padEnd(9)}  ${line}`));
  }
  const of = stack === "dev" ? "" : ` STACK=${stack}`;
  lines.push(`Next       make chat${of} PROMPT="…"     make status${of}     make destroy${of}`);
  process.stdout.write(`${lines.join("\n")}\n`);
}
