import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { availabilityLines, capacityLines, costLines, RunReport } from "../cli/report.mjs";

const folder = mkdtempSync(join(tmpdir(), "sluice-report-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
process.env.SLUICE_LOCAL = join(folder, "local");
const { failure } = await import("../cli/commands/up.mjs");

const created = (urn) => ({ resourcePreEvent: { metadata: { op: "create", urn, type: "azure-native:network:VirtualNetwork" } } });

test("progress counts what is done against what was seen", () => {
  const said = [];
  const report = new RunReport((text) => said.push(text));
  report.take(created("urn:pulumi:dev::sluice::t::one"));
  report.take({ resOutputsEvent: {} });
  report.take(created("urn:pulumi:dev::sluice::t::two"));
  assert.deepEqual(said, ["0/1  create VirtualNetwork one", "1/2  create VirtualNetwork two"]);
});

test("the summary names only what changed", () => {
  const report = new RunReport(() => {});
  report.take({ summaryEvent: { resourceChanges: { create: 3, same: 2 } } });
  assert.equal(report.summary(), "5 resources, 3 created, 2 unchanged");
});

test("an error carries the resource and no colour codes", () => {
  const report = new RunReport(() => {});
  report.take({ diagnosticEvent: { severity: "error", urn: "urn:pulumi:dev::sluice::t::app", message: "<{%reset%}>refused<{%reset%}>\n" } });
  assert.deepEqual(report.errors, ["app: refused"]);
});

test("an exception of the program is told without its stack", () => {
  const report = new RunReport(() => {});
  const message = "Running program [PID: 1](java …) failed with an unhandled exception:\njava.lang.IllegalArgumentException: sluice:a: 0 (expected: 1)\nsluice:b: 2 (expected: 3)\n\tat infra.Main.stack(Main.java:1)\nCaused by: other\n";
  report.take({ diagnosticEvent: { severity: "error", urn: "urn:pulumi:dev::sluice::pulumi:pulumi:Stack::sluice-dev", message } });
  assert.deepEqual(report.errors, ["sluice:a: 0 (expected: 1)\nsluice:b: 2 (expected: 3)"]);
});

const lost = (op, type, name) => ({ resourcePreEvent: { planning: true, metadata: { op, urn: `urn:pulumi:dev::sluice::t::${name}`, type } } });

test("what is deleted or replaced is named, what holds data first", () => {
  const report = new RunReport(() => {});
  report.take(lost("delete", "infra:promptlog:PromptLog", "log"));
  report.take(lost("replace", "azure-native:network:Subnet", "subnet"));
  report.take(lost("create-replacement", "azure-native:network:Subnet", "subnet"));
  report.take(lost("replace", "azure-native:documentdb:DatabaseAccount", "sluice-log"));
  report.take(lost("same", "azure-native:documentdb:DatabaseAccount", "other"));
  assert.deepEqual(report.lossLines(), ["  replace  DatabaseAccount  sluice-log  with its data", "  replace  Subnet           subnet", "  delete   PromptLog        log"]);
});

test("of many that are deleted the first are named and the others counted", () => {
  const report = new RunReport(() => {});
  for (let index = 0; index < 13; index++) report.take(lost("delete", "azure-native:network:Subnet", `s${index}`));
  assert.equal(report.lossLines().length, 13);
  report.take(lost("delete", "azure-native:network:Subnet", "s13"));
  assert.deepEqual(report.lossLines().slice(11), ["  delete  Subnet  s11", "  and 2 more"]);
  assert.deepEqual(new RunReport(() => {}).lossLines(), []);
});

test("a finding of the policies is its rule's name and what it says, once", () => {
  const report = new RunReport(() => {});
  const policyEvent = { policyName: "image-by-digest", enforcementLevel: "advisory", message: "<{%reset%}>An image is unknown.\n  It is decided later.\n" };
  for (let times = 0; times < 2; times++) report.take({ policyEvent });
  assert.deepEqual(report.policyLines(), ["  image-by-digest: An image is unknown. It is decided later."]);
});

test("an engine that ended before its first event is told by its log", () => {
  const log = join(folder, "up.log");
  writeFileSync(log, "Previewing\nerror: the stack file is not read\n");
  assert.equal(failure(new RunReport(() => {}), 1, log).message, `the stack file is not read\nThe whole output is in ${log}`);
  writeFileSync(log, "");
  assert.match(failure(new RunReport(() => {}), 1, log).message, /^the engine ended with 1\n/);
});

test("the capacity table puts warnings under their model", () => {
  const rows = [{ model: "gpt-x", pools: 4, tokensPerMinute: 1_800_000, requestsPerMinute: 10_800, warnings: ["B adds no quota to A"] }];
  assert.deepEqual(capacityLines(rows), ["gpt-x        4 pools   1.80 M tokens/min   10,800 requests/min", "  B adds no quota to A"]);
});

test("a shared pool says what its accounts take and that they add no quota", () => {
  const share = (place, accounts, tokensPerMinute, note) => ({ place, accounts, tokensPerMinute, usualQuotaTokensPerMinute: 1_000_000, note });
  const shares = [
    share("eastus", { A: 300_000, B: 300_000 }, 600_000, "B adds no quota to A: same subscription, region, model and SKU"),
    share("southcentralus", { C: 50_000, D: 40_000 }, 90_000, "D adds no quota to C: same subscription, region, model and SKU"),
    share("francecentral", { E: 10_000 }, 10_000, ""),
  ];
  const row = { model: "gpt-x", pools: 3, tokensPerMinute: 700_000, requestsPerMinute: 700, warnings: [], shares };
  assert.deepEqual(capacityLines([row]).slice(1), [
    "  eastus          A, B  600 k  of 1.00 M  B adds no quota to A",
    "  southcentralus  C, D   90 k  of 1.00 M  D adds no quota to C",
  ]);
});

test("the cost is a table whose numbers end below each other, with its date and what has no price", () => {
  const rows = [
    { kind: "Gateway", count: 1, monthly: 323.39, verified: true },
    { kind: "Private endpoint", count: 13, monthly: 94.9, verified: false },
  ];
  assert.deepEqual(costLines({ monthly: 1418.29, currency: "USD", date: "2026-11-25", rows, unpriced: ["x:y:Z"] }), [
    " 1  Gateway                       323.39",
    "13  Private endpoint *             94.90",
    "    a month while nobody calls  1,418.29",
    "list prices of one US region in USD, table of 2026-11-25; tokens, traffic and logs come on top; * not read at the source",
    "without a price: x:y:Z",
  ]);
  assert.deepEqual(costLines(undefined), []);
});

test("the availability shows its terms", () => {
  const terms = [{ name: "Apps", availability: 0.9995, verified: false }, { name: "Private Link", availability: 0.9999, verified: true }, { name: "accounts", availability: 1, verified: true }];
  assert.deepEqual(availabilityLines({ estimate: 0.9994, terms }), ["  99.9400 %  together", "  99.9500 %  Apps *", "  99.9900 %  Private Link", "> 99.9999 %  accounts"]);
});
