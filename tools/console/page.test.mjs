// The console's page in a document: what a status makes a reader see.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { parseHTML } from "linkedom";

const page = new URL("../../localazure/src/main/resources/console/", import.meta.url);
const { poll, render } = await import(new URL("page.js", page));

const pool = (more) => ({
  region: "eastus",
  model: "gpt-5-mini",
  version: "2025-08-07",
  sku: "Standard",
  tokensPerMinute: 50_000,
  usedTokens: 1_200,
  requestsPerMinute: 50,
  usedRequests: 3,
  refused: 0,
  secondsUntilReset: 34,
  ...more,
});
const account = (more) => ({
  name: "sluice-a",
  region: "eastus",
  publicNetworkAccess: "Disabled",
  requests: 60,
  tokens: 1_200,
  refused: 10,
  failed: 0,
  cancelled: 0,
  ...more,
});
const fired = {
  alert: "openai-availability-low",
  severity: 1,
  target: "/subscriptions/0/resourceGroups/g/providers/Microsoft.CognitiveServices/accounts/sluice-a",
  dimensions: {},
  value: 83.5,
  threshold: 99,
  operator: "LessThan",
  firedAt: "2026-11-27T12:03:04Z",
  description: "An account fails requests. What to do: docs/runbooks/openai-availability-low.md",
  runbook: "docs/runbooks/openai-availability-low.md",
};
const status = (more) => ({
  pools: [pool()],
  accounts: [account()],
  apps: [
    {
      name: "proxy",
      url: "https://127.0.0.1:18443",
      revision: "proxy--1",
      engine: "podman",
      replicas: [{ name: "proxy--1-a", state: "ready", restarts: 0, pid: 42 }],
    },
  ],
  gateways: [{ name: "gateway", url: "https://127.0.0.1:8443", pools: [{ name: "proxy", healthy: ["proxy.internal"] }] }],
  alerts: [],
  requests: {
    total: 60,
    tokens: 1_200,
    refused: 10,
    recent: [
      {
        at: "2026-11-27T12:00:00Z",
        account: "sluice-a",
        deployment: "gpt-5-mini",
        operation: "chat",
        status: 429,
        end: "refused",
        tokens: 0,
        millis: 12,
      },
    ],
  },
  ...more,
});

function shown(state) {
  const { document } = parseHTML(readFileSync(new URL("page.html", page), "utf8"));
  if (state) render(document, state);
  return document;
}
const words = (element) => element.textContent.replace(/\s+/g, " ").trim();
const rows = (document, id) =>
  [...document.querySelectorAll(`#${id} tbody tr`)].map((row) => [...row.querySelectorAll("td, th")].map(words));
const glance = (document) => [...document.querySelectorAll("#glance li")].map((item) => `${item.className}: ${words(item)}`);

test("the pool that is empty is named at one glance, with what it lacks and for how long", () => {
  const document = shown(status({ pools: [pool(), pool({ region: "westeurope", usedTokens: 50_000, refused: 7 })] }));
  assert.deepEqual(glance(document), ["good: no alert is firing", "bad: 1 of 2 pools empty: gpt-5-mini in westeurope (tokens, 34 s)"]);
  assert.deepEqual(rows(document, "pools"), [
    ["open", "gpt-5-mini 2025-08-07", "eastus", "1,200 of 50,000", "3 of 50", "0", "34 s", "Standard"],
    ["empty", "gpt-5-mini 2025-08-07", "westeurope", "50,000 of 50,000", "3 of 50", "7", "34 s", "Standard"],
  ]);
  assert.deepEqual([...document.querySelectorAll("#pools tr.empty")].length, 1);
});

test("a pool that hardly takes another request counts as empty, by tokens or by requests", () => {
  const document = shown(status({ pools: [pool({ usedTokens: 47_500, usedRequests: 80 }), pool({ usedTokens: 47_499 })] }));
  assert.match(glance(document)[1], /^bad: 1 of 2 pools empty: gpt-5-mini in eastus \(tokens and requests, 34 s\)$/);
});

test("the bars say how full a pool is, to the eye and to a screen reader", () => {
  const [tokens, requests] = shown(status({ pools: [pool({ usedTokens: 40_000, usedRequests: 80 })] })).querySelectorAll("#pools .bar");
  assert.equal(tokens.className, "bar high");
  assert.equal(tokens.querySelector("i").getAttribute("style"), "width:80%");
  const said = ["role", "aria-label", "aria-valuenow", "aria-valuemax", "aria-valuetext"].map((name) => tokens.getAttribute(name));
  assert.deepEqual(said, ["meter", "tokens used", "40000", "50000", "40,000 of 50,000"]);
  assert.equal(requests.className, "bar full");
  assert.equal(requests.getAttribute("aria-valuenow"), "50");
});

test("an alert that fires has its severity, target, since when, and its runbook", () => {
  const document = shown(
    status({ alerts: [fired, { ...fired, severity: 2, dimensions: { Resource: "SLUICE-A", deployment: "gpt-5-mini" } }] }),
  );
  assert.equal(glance(document)[0], "bad: 2 alerts firing, the worst error");
  const [first, second] = rows(document, "alerts");
  assert.deepEqual(first, [
    "1 error",
    "openai-availability-lowAn account fails requests.",
    "sluice-a",
    "83.5 < 99",
    "12:03:04",
    "openai-availability-low.md",
  ]);
  assert.equal(second[2], "sluice-aSLUICE-A, gpt-5-mini");
  assert.equal(document.querySelector("#alerts a").getAttribute("href"), "/docs/runbooks/openai-availability-low.md");
});

test("accounts have their requests, tokens, 429s and failures; gateway and app their health", () => {
  const document = shown(status());
  assert.deepEqual(rows(document, "accounts"), [["sluice-a", "eastus", "private", "60", "1,200", "10", "0", "0"]]);
  assert.deepEqual(
    rows(document, "places").map((row) => row.join(" ").trim()),
    [
      "gateway https://127.0.0.1:8443",
      "healthy proxy proxy.internal",
      "proxy https://127.0.0.1:18443 proxy--1, podman",
      "ready proxy--1-a pid 42 0 restarts",
    ],
  );
});

test("a gateway without a healthy host and an app without a ready replica are named at one glance", () => {
  const broken = status();
  broken.gateways[0].pools[0].healthy = [];
  broken.apps[0].replicas[0].state = "restarting";
  assert.deepEqual(glance(shown(broken)).slice(2), ["bad: no replica ready: proxy", "bad: no healthy host: gateway"]);
});

test("nothing deployed is said, not left blank", () => {
  const document = shown(
    status({ pools: [], accounts: [], apps: [], gateways: [], requests: { total: 0, tokens: 0, refused: 0, recent: [] } }),
  );
  const said = ["alerts", "pools", "accounts", "places", "recent"].map((id) => words(document.getElementById(id)));
  assert.deepEqual(said, ["No alert is firing.", "No deployment yet.", "No account yet.", "Nothing runs.", "No request yet."]);
});

test("text of a status is never markup", () => {
  const full = status({ alerts: [{ ...fired, dimensions: { Resource: "A" } }] });
  const hostile = JSON.parse(JSON.stringify(full), (_, value) => (typeof value === "string" ? `${value}"><img src=x>` : value));
  const document = shown(hostile);
  assert.equal(document.querySelectorAll("img").length, 0);
  assert.equal(rows(document, "accounts")[0][0], 'sluice-a"><img src=x>');
});

test("a part that has not changed keeps its elements, and with them focus", () => {
  const document = shown(status({ alerts: [fired] }));
  const link = document.querySelector("#alerts a");
  render(document, status({ alerts: [fired], pools: [pool({ secondsUntilReset: 33 })] }));
  assert.ok(document.querySelector("#alerts a") === link);
  assert.match(words(document.getElementById("pools")), /33 s/);
});

test("an answer that does not come is said, and the next one that does takes it back", async () => {
  const document = shown();
  await poll(document, () => Promise.reject(new Error("refused")));
  assert.equal(words(document.getElementById("state")), "the local Azure does not answer");
  assert.equal(document.body.className, "stale");
  await poll(document, async (path) => ({ json: async () => (path === "/api/status" ? status() : undefined) }));
  assert.equal(words(document.getElementById("state")), "60 requests, 1,200 tokens, 10 refused");
  assert.equal(document.body.className, "");
});

test("every part of the page has a name, and nothing comes from elsewhere", () => {
  const document = shown();
  for (const section of document.querySelectorAll("section")) assert.ok(document.getElementById(section.getAttribute("aria-labelledby")));
  assert.deepEqual([...document.querySelectorAll("[src], link:not([href='data:,'])")], []);
});
