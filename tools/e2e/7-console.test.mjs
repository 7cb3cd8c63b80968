// The console while the platform is in trouble: what it shows is what is so.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { api, running } from "../cli/local-azure.mjs";
import { local } from "../cli/paths.mjs";
import { which } from "../cli/process.mjs";
import { accountName, clear, command, flood, outputs, resourceIds, until } from "./platform.mjs";
import { evaluate } from "./rules.mjs";

const model = "gpt-5.1";
const status = () => api(running(), "/api/status");
const shownPool = /1 of \d+ pools empty(<\/b>)?: gpt-5\.1 in eastus \(tokens, \d+ s\)/;

before(async () => {
  const { status, stderr } = await command("up");
  assert.equal(status, 0, stderr);
  const other = outputs().accounts.find(({ region }) => region !== "eastus");
  await api(running(), "/api/faults", { account: accountName(other), kind: "status", status: 503, count: 0 });
});

const thePool = async () => (await status()).pools.find((each) => each.model === model && each.region === "eastus");

/** Takes what is left of the one pool that the proxy can reach, so that hardly a request fits until the minute ends. */
async function empty() {
  const { usedTokens, tokensPerMinute } = await thePool();
  if (usedTokens < 0.95 * tokensPerMinute) await flood(4, { model, more: { max_tokens: Math.floor((0.98 * tokensPerMinute - usedTokens) / 4) } });
}

/** The part of the page that is read at one glance, from the script that the console serves. */
async function glance() {
  const script = await (await fetch(`${running().console}/page.js`)).text();
  const { views } = await import(`data:text/javascript,${encodeURIComponent(script)}`);
  return views(await status()).glance;
}

test("a pool that is used up is named within five seconds", async () => {
  await until("the pool is empty for a while", async () => {
    await empty();
    const { usedTokens, tokensPerMinute, secondsUntilReset } = await thePool();
    return usedTokens >= 0.95 * tokensPerMinute && secondsUntilReset > 6;
  });
  await until("the page names the pool", async () => shownPool.test(await glance()), 5000);
});

const chromium = ["chromium", "chromium-browser", "google-chrome"].find(which);
if (chromium) test("a browser shows the page with the pool that is empty", inBrowser);

async function inBrowser() {
  await until("the browser names the pool", async () => {
    await empty();
    return shownPool.test(browse("--dump-dom"));
  });
  const picture = join(local, "console.png");
  browse("--window-size=1400,1500", `--screenshot=${picture}`);
  assert.ok(existsSync(picture));
}

/** What Chromium prints of the page, once it has asked for the status. */
function browse(...args) {
  const usual = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--hide-scrollbars",
    `--user-data-dir=${join(local, "chromium")}`,
    "--virtual-time-budget=3000",
  ];
  const done = spawnSync(chromium, [...usual, ...args, running().console], { encoding: "utf8", timeout: 120_000 });
  assert.equal(done.status, 0, done.stderr);
  return done.stdout;
}

test("an app that is gone makes gateway-unhealthy-hosts fire, and the page leads to its runbook", async () => {
  const [id] = (await resourceIds()).filter((each) => /\/containerApps\/[^/]+$/i.test(each));
  const removed = await fetch(`${running().console}/api/resources?id=${encodeURIComponent(id)}`, { method: "DELETE" });
  assert.equal(removed.status, 200, await removed.text());
  await until("the alert fires", async () => {
    const { alerts } = await evaluate();
    return alerts.some((each) => each.alert === "gateway-unhealthy-hosts" && each.monitorCondition === "Fired");
  });
  const [alert] = (await status()).alerts;
  assert.deepEqual([alert.alert, alert.severity], ["gateway-unhealthy-hosts", 0]);
  assert.match(await glance(), /alerts? firing<\/b>, the worst critical.*no healthy host/s);
  const runbook = await fetch(`${running().console}/${alert.runbook}`);
  assert.match(await runbook.text(), /^# The gateway finds a backend unhealthy/);
});

test("the platform goes as it came", async () => {
  const { status, stderr } = await command("destroy");
  assert.equal(status, 0, stderr);
});

after(clear);
