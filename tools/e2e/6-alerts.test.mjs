// Alerts that fire and resolve: some by what callers and faults do, and every one of the catalogue by data that is posted.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { api, running } from "../cli/local-azure.mjs";
import { accountName, clear, command, flood, outputs, until } from "./platform.mjs";
import { deployedRules, evaluate, post } from "./rules.mjs";
import { signals } from "./signals.mjs";

const { parse } = createRequire(new URL("../kql/", import.meta.url))("yaml");
const catalogue = parse(readFileSync(new URL("../../src/main/resources/alerts/alerts.yml", import.meta.url), "utf8")).map(({ id }) => id);
const minutes = (count) => count * 60_000;

let rules;
before(async () => {
  await clear();
  const { status, stderr } = await command("up");
  assert.equal(status, 0, stderr);
  rules = await deployedRules("dev");
});

test("every alert of the catalogue is deployed and has a signal", () => {
  assert.deepEqual([...new Set(rules.map(({ alert }) => alert))].sort(), [...catalogue].sort());
  assert.deepEqual(Object.keys(signals).sort(), [...catalogue].sort());
});

test("callers without a token make proxy-callers-rejected fire", async () => {
  assert.deepEqual(await flood(60, { token: "" }), [401]);
  await fires("proxy-callers-rejected");
});

test("callers who find every pool empty make proxy-throttled fire", async () => {
  await flood(120, { model: "gpt-5.1" });
  await fires("proxy-throttled");
});

test("an account that fails makes openai-availability-low fire, for itself alone", async () => {
  const [failing] = outputs().accounts;
  await api(running(), "/api/faults", { account: accountName(failing), kind: "status", status: 503, count: 0 });
  assert.deepEqual(await flood(10), [200]);
  const [alert, ...others] = await fires("openai-availability-low");
  assert.equal(alert.target.split("/").pop(), accountName(failing));
  assert.deepEqual(others, []);
});

test("accounts that all fail make proxy-no-backend and gateway-failed-requests fire", async () => {
  for (const account of outputs().accounts) await api(running(), "/api/faults", { account: accountName(account), kind: "status", status: 503, count: 0 });
  assert.deepEqual(await flood(40), [503]);
  await fires("proxy-no-backend");
  await fires("gateway-failed-requests");
  await fetch(`${running().console}/api/faults`, { method: "DELETE" });
});

test("what fired resolves when its cause is over", async () => {
  let last;
  for (const later of [60, 80, 100]) last = await evaluate(new Date(Date.now() + minutes(later)));
  assert.ok(last.alerts.length > 0);
  assert.deepEqual(
    last.alerts.filter((each) => each.monitorCondition !== "Resolved"),
    [],
  );
});

/** Waits until an alert fires, with its rule's severity and a runbook; answers with all of its kind that do. */
async function fires(id) {
  const fired = await until(`${id} fires`, async () => {
    const { alerts } = await evaluate();
    const found = alerts.filter((each) => each.alert === id && each.monitorCondition === "Fired");
    return found.length > 0 && found;
  });
  for (const { severity, runbook } of fired) {
    assert.equal(severity, rules.find(({ alert }) => alert === id).severity);
    assert.equal(runbook, `docs/runbooks/${id}.md`);
  }
  return fired;
}

/** What an evaluation said of each alert's rules: after data that should make it fire, and after data that is not enough. */
const seen = { fires: {}, enough: {} };

/** A metric alert resolves at the third in a row that finds nothing. */
const checks = 3;

/** In hours that no request is in. Metrics know their own values; queries share tables, so each alert has a time to itself. */
async function byPostedData() {
  const queries = catalogue.filter((id) => signals[id].table);
  const groups = [catalogue.filter((id) => !signals[id].table), ...queries.map((id) => [id])];
  for (const [kind, hours] of [
    ["fires", 2],
    ["enough", 6],
  ]) {
    for (const [place, ids] of groups.entries()) {
      const time = Date.now() + minutes(60 * hours + 20 * (place === 0 ? 0 : place + checks));
      const own = rules.filter(({ alert }) => ids.includes(alert));
      for (const later of kind === "enough" && place === 0 ? [0, 20, 40] : [0]) {
        await post(own, signals, kind, new Date(time + minutes(later)));
        const answer = await evaluate(new Date(time + minutes(later) + 1000));
        for (const id of ids) seen[kind][id] = answer;
      }
    }
  }
}

test("every rule is evaluated", async () => {
  await byPostedData();
  for (const { rules: count, notEvaluated } of Object.values(seen.enough)) assert.deepEqual({ count, notEvaluated }, { count: rules.length, notEvaluated: [] });
});

for (const id of catalogue) {
  test(`${id}: it fires for what it watches, and resolves when that is no longer enough`, () => {
    for (const rule of rules.filter(({ alert }) => alert === id)) {
      const { evaluatedAt } = seen.fires[id];
      assert.ok(
        alertsOf(rule, seen.fires[id]).some((each) => each.monitorCondition === "Fired" && each.firedAt === evaluatedAt),
        rule.id,
      );
      assert.deepEqual([...new Set(alertsOf(rule, seen.enough[id]).map((each) => each.monitorCondition))], ["Resolved"], rule.id);
    }
  });
}

const alertsOf = (rule, { alerts }) => alerts.filter((each) => each.rule.toLowerCase() === rule.id.toLowerCase());

// The next file brings the same stack up, which is cheaper after a down than after a destroy.
after(() => command("down"));
