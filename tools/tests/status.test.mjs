import assert from "node:assert/strict";
import { test } from "node:test";
import { ofOneStack } from "../cli/one-stack.mjs";
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
    "Pool    Model  Tokens left of the minute  Requests left of the minute  429s  Resets in",
    "eastus  gpt-a           50,000 of 50,000                     50 of 50     0        7 s",
    "eastus  gpt-x           48,800 of 50,000                      0 of 50    10        7 s",
  ]);
});

const page = {
  ready: true,
  notReady: [],
  requestsInFlight: 3,
  configuration: { version: "0123456789ab", ageSeconds: 200 },
  memory: { usedBytes: 1_500_000, limitBytes: 1_073_741_824 },
  pools: [
    { pool: "east", parkedMillis: 0, tokensParkedMillis: 0, inFlight: 3, remainingRequests: 50, remainingTokens: 9_000 },
    { pool: "west", parkedMillis: 1_200, tokensParkedMillis: 0, inFlight: 0 },
  ],
  deployments: [
    { account: "a", deployment: "gpt-x", outOfReach: false, silent: false, ejectedMillis: 0 },
    { account: "b", deployment: "gpt-x", outOfReach: false, silent: false, ejectedMillis: 240 },
  ],
};

test("replicas of the proxy say whether they are ready, with what, and each pool is as the worst of them sees it", () => {
  const other = {
    ...page,
    ready: false,
    notReady: ["draining", "no_account_in_reach"],
    configuration: { version: "ba9876543210", ageSeconds: 7_200 },
    pools: [{ pool: "east", parkedMillis: 0, tokensParkedMillis: 4_001, inFlight: 2, remainingRequests: 40 }],
    deployments: [
      { account: "a", deployment: "gpt-x", outOfReach: true, silent: true, ejectedMillis: 9 },
      { account: "b", deployment: "gpt-x", outOfReach: false, silent: true, ejectedMillis: 9 },
    ],
  };
  const lines = statusLines({
    apps: [app],
    accounts: [],
    pools: [],
    proxies: [
      { app: "proxy", replica: "proxy--1", page },
      { app: "proxy", replica: "proxy--2", page: other },
    ],
  });
  assert.deepEqual(lines.slice(5), [
    "Proxy     Ready                              In flight   Memory for bodies  Configuration  Since",
    "proxy--1  yes                                        3  1 MiB of 1,024 MiB  0123456789ab   3 min",
    "proxy--2  no: draining, no_account_in_reach          3  1 MiB of 1,024 MiB  ba9876543210     2 h",
    "",
    "App    Pool at the proxy  Requests  Tokens  Requests left  Tokens left  In flight",
    "proxy  east                   open     5 s             40        9,000          5",
    "proxy  west                    2 s    open                                      0",
    "Left: what a replica would send at once, of the 10 s (requests) and 20 s (tokens) it counts over, or of the minute an account just told.",
    "",
    "Proxy     Account  Deployment  Trouble",
    "proxy--1  b        gpt-x       ejected for 240 ms",
    "proxy--2  a        gpt-x       out of reach",
    "proxy--2  b        gpt-x       silent",
  ]);
});

test("pools of two stacks are told apart though they are named alike", () => {
  const other = { ...page, pools: [{ ...page.pools[0], remainingRequests: 7 }], deployments: [] };
  const proxies = [
    { app: "dev", replica: "dev--1", page },
    { app: "prod", replica: "prod--1", page: other },
  ];
  const rows = statusLines({ apps: [app], accounts: [], pools: [], proxies }).filter((line) => / east /.test(line));
  assert.deepEqual(rows, [
    "dev   east                   open    open             50        9,000          3",
    "prod  east                   open    open              7        9,000          3",
  ]);
});

test("one stack's status is what its checkpoint has, and the pools of its regions", () => {
  const state = {
    apps: [app, { ...app, name: "other" }],
    gateways: [gateway],
    accounts: [account, { ...account, name: "b", region: "westeurope" }],
    pools: [pool, { ...pool, region: "westeurope" }],
    alerts: [alert, { ...alert, target: "/subscriptions/0/x/accounts/b" }],
  };
  assert.deepEqual(ofOneStack(state, ["/subscriptions/0/X/accounts/a", "/x/proxy"]), {
    apps: [app],
    gateways: [],
    accounts: [account],
    pools: [pool],
    alerts: [alert],
  });
});

test("a platform whose update was broken off is said to be incomplete", () => {
  const lines = statusLines({ apps: [app], accounts: [], pools: [], incomplete: ["dev", "prod"] });
  assert.deepEqual(lines.slice(0, 2), [
    "Incomplete dev: its last up did not finish (expected: make up again)",
    "Incomplete prod: its last up did not finish (expected: make up STACK=prod again)",
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
