import assert from "node:assert/strict";
import { test } from "node:test";
import { statusLines } from "../cli/status-lines.mjs";

const pool = {
  region: "eastus",
  model: "gpt-x",
  tokensPerMinute: 50_000,
  usedTokens: 1_200,
  requestsPerMinute: 50,
  usedRequests: 60,
  refused: 10,
  secondsUntilReset: 7,
};
const app = { name: "proxy", url: "https://127.0.0.1:18443", replicas: [{ name: "proxy--1", state: "ready", restarts: 0 }] };
const gateway = {
  name: "gate",
  url: "https://127.0.0.1:8443",
  pools: [
    { name: "proxy", healthy: ["proxy.internal"] },
    { name: "direct", healthy: [] },
  ],
};
const account = { name: "a", region: "eastus", requests: 60, tokens: 1_200, refused: 10, failed: 0 };
const alert = {
  severity: 1,
  alert: "openai-availability-low",
  target: "/subscriptions/0/x/accounts/a",
  dimensions: {},
  firedAt: "2026-11-27T12:00:00Z",
  runbook: "docs/runbooks/openai-availability-low.md",
};
const now = Date.parse("2026-11-27T12:12:59Z");

test("the status shows what fires and where to read on, what serves, and what is left of each pool", () => {
  const split = {
    ...alert,
    severity: 2,
    alert: "openai-throttled",
    target: "/w/logs",
    dimensions: { Resource: "A", deployment: "gpt-x" },
    firedAt: "2026-11-27T09:00:00Z",
    runbook: "docs/runbooks/openai-throttled.md",
  };
  const state = {
    apps: [app],
    gateways: [gateway],
    accounts: [account],
    pools: [pool, { ...pool, model: "gpt-a", usedTokens: 0, usedRequests: 0, refused: 0 }],
    alerts: [alert, split],
  };
  assert.deepEqual(statusLines(state, now), [
    "Alerts     2 firing",
    "",
    "Severity  Alert                    About         Since   Runbook",
    "Sev1      openai-availability-low  a             12 min  docs/runbooks/openai-availability-low.md",
    "Sev2      openai-throttled         logs A gpt-x  3 h     docs/runbooks/openai-throttled.md",
    "",
    "Gateway  Endpoint                Pool    Hosts",
    "gate     https://127.0.0.1:8443  proxy   1 healthy",
    "gate     https://127.0.0.1:8443  direct  none healthy",
    "",
    "App    Endpoint                 Replica   State  Restarts",
    "proxy  https://127.0.0.1:18443  proxy--1  ready         0",
    "",
    "Account  Region  Requests  Tokens  429s  Failed",
    "a        eastus        60   1,200    10       0",
    "",
    "Pool    Model       Tokens left  Requests left  429s  Resets in",
    "eastus  gpt-a  50,000 of 50,000       50 of 50     0        7 s",
    "eastus  gpt-x  48,800 of 50,000        0 of 50    10        7 s",
  ]);
});

test("no alert is said, and parts without anything are left out", () => {
  assert.deepEqual(statusLines({ apps: [{ ...app, replicas: [] }], gateways: [], accounts: [], pools: [] }, now), [
    "Alerts     none firing",
    "",
    "App    Endpoint                 Replica  State  Restarts",
    "proxy  https://127.0.0.1:18443  none                   0",
  ]);
});

test("nothing deployed says what to do", () => {
  assert.deepEqual(statusLines({ apps: [], gateways: [], accounts: [], pools: [], alerts: [] }, now), ["Nothing is deployed (expected: make up first)"]);
});
