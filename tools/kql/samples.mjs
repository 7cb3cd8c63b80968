// Rows of a quarter of an hour in every table, and what each query that Sluice ships makes of them.

const minute = (at) => `2026-11-27T11:${String(at).padStart(2, "0")}:30Z`;
export const now = "2026-11-27T12:00:00Z";

const times = (count, row) => Array.from({ length: count }, () => row);

const account = (
  ResultSignature,
  { Resource = "OPENAI-A", deployment = "gpt-5.1", OperationName = "ChatCompletions_Create", at = 46, ...more } = {},
) => ({
  TimeGenerated: minute(at),
  ResourceProvider: "MICROSOFT.COGNITIVESERVICES",
  Category: "RequestResponse",
  Resource,
  OperationName,
  ResultSignature,
  properties_s: JSON.stringify({ modelDeploymentName: deployment }),
  _BilledSize: 500,
  ...more,
});

const printed = (Log, { at = 46, ContainerName = "proxy" } = {}) => ({
  TimeGenerated: minute(at),
  ContainerAppName: "sluice-proxy",
  ContainerName,
  ContainerGroupName: "sluice-proxy--1-a",
  RevisionName: "sluice-proxy--1",
  Log,
  _BilledSize: 100,
});

const request = (line, options) =>
  printed(
    JSON.stringify({ event: "request", caller: "c1", deployment: "gpt-5.1", account: "openai-a", requestBytes: 200, ...line }),
    options,
  );

export const tables = {
  AzureDiagnostics: [
    ...times(18, account("200")),
    ...times(6, account("429", { at: 52 })),
    ...times(19, account("429", { Resource: "OPENAI-B" })),
    account("200", { OperationName: "Models_List" }),
    account("429", { Category: "Audit" }),
    account("429", { ResourceProvider: "MICROSOFT.KEYVAULT" }),
    account("429", { at: 10 }),
  ],
  ContainerAppConsoleLogs: [
    ...times(15, request({ firstByteMillis: 100 })),
    ...times(4, request({ firstByteMillis: 900 })),
    request({ firstByteMillis: 2000, caller: "c2" }),
    ...times(3, request({ reason: "throttled" }, { at: 52 })),
    ...times(2, request({ reason: "upstream_error", account: "openai-b" })),
    request({ reason: "upstream_unauthorized" }),
    request({ reason: "no_backend" }),
    request({ reason: "invalid_token", caller: undefined, deployment: undefined, account: undefined }),
    request({ deployment: undefined }),
    printed(JSON.stringify({ event: "internal_error", error: "IllegalStateException", where: "relay", requestId: "r-1" })),
    printed(JSON.stringify({ event: "started" })),
    printed("no JSON at all"),
    request({ reason: "no_backend" }, { ContainerName: "promptlog" }),
  ],
  _LogOperation: [
    {
      TimeGenerated: minute(50),
      Category: "Ingestion",
      Operation: "Data Collection Status",
      Detail: "Data collection stopped: OverQuota, the daily cap was reached",
    },
    { TimeGenerated: minute(50), Category: "Ingestion", Operation: "Ingestion rate", Detail: "The rate is 80% of the limit" },
  ],
  AzureMetrics: [{ TimeGenerated: minute(46), MetricName: "TokenTransaction", Total: 1, _BilledSize: 50 }],
};

const from45 = "2026-11-27T11:45:00Z";
const from50 = "2026-11-27T11:50:00Z";

/** The rows of each query's result over the last quarter of an hour. */
export const results = {
  "alerts/openai-throttled": [["OPENAI-A", "gpt-5.1", 25]],
  "alerts/proxy-callers-rejected": [["sluice-proxy", "invalid_token", 1]],
  "alerts/proxy-credentials-failing": [["sluice-proxy", "upstream_unauthorized", 1]],
  "alerts/proxy-internal-errors": [["sluice-proxy", 1]],
  "alerts/proxy-no-backend": [["sluice-proxy", 1]],
  "alerts/proxy-throttled": [["sluice-proxy", "gpt-5.1", (100 * 3) / 27]],
  "alerts/proxy-upstream-failures": [["sluice-proxy", "gpt-5.1", (100 * 3) / 27]],
  "alerts/workspace-cap-reached": [[1]],
  "workbook/proxy-first-byte": [["gpt-5.1", from45, 100, 900]],
  "workbook/proxy-outcomes": [
    ["answered", from45, 21],
    ["throttled", from50, 3],
    ["upstream_error", from45, 2],
    ["upstream_unauthorized", from45, 1],
    ["no_backend", from45, 1],
    ["invalid_token", from45, 1],
  ],
  "workbook/proxy-refusals": [
    ["c1", "gpt-5.1", "throttled", 3, "2026-11-27T11:52:30Z"],
    ["c1", "gpt-5.1", "upstream_error", 2, "2026-11-27T11:46:30Z"],
    ["c1", "gpt-5.1", "upstream_unauthorized", 1, "2026-11-27T11:46:30Z"],
    ["c1", "gpt-5.1", "no_backend", 1, "2026-11-27T11:46:30Z"],
    ["", "", "invalid_token", 1, "2026-11-27T11:46:30Z"],
  ],
  "workbook/throttled-share": [
    [from45, "OPENAI-A gpt-5.1", 0],
    [from50, "OPENAI-A gpt-5.1", 100],
    [from45, "OPENAI-B gpt-5.1", 100],
  ],
};

const refusals = [
  ["throttled", "openai-a", from50, 3],
  ["upstream_error", "openai-b", from45, 2],
  ["upstream_unauthorized", "openai-a", from45, 1],
  ["no_backend", "openai-a", from45, 1],
  ["invalid_token", "", from45, 1],
];
const atAccounts = [
  ["OPENAI-A", "200", "ChatCompletions_Create", from45, 18],
  ["OPENAI-A", "429", "ChatCompletions_Create", from50, 6],
  ["OPENAI-B", "429", "ChatCompletions_Create", from45, 19],
  ["OPENAI-A", "200", "Models_List", from45, 1],
];

/** The rows of the one query of each runbook that has one. */
export const runbooks = {
  "app-replicas-at-most": refusals,
  "app-restarts": [["sluice-proxy--1-a", "sluice-proxy--1", 32, "2026-11-27T11:46:30Z", "2026-11-27T11:52:30Z"]],
  "gateway-failed-requests": refusals,
  "gateway-latency-high": refusals,
  "gateway-unhealthy-hosts": refusals,
  "openai-availability-low": atAccounts,
  "openai-content-blocked": refusals,
  "openai-latency-high": atAccounts,
  "openai-server-errors": atAccounts,
  "openai-throttled": atAccounts,
  "openai-tokens-near-quota": [
    ["c1", "gpt-5.1", 26, 5200],
    ["c2", "gpt-5.1", 1, 200],
    ["", "", 1, 200],
    ["c1", "", 1, 200],
  ],
  "proxy-callers-rejected": refusals,
  "proxy-credentials-failing": refusals,
  "proxy-internal-errors": [["2026-11-27T11:46:30Z", "sluice-proxy--1-a", "IllegalStateException", "relay", "r-1"]],
  "proxy-no-backend": refusals,
  "proxy-throttled": refusals,
  "proxy-upstream-failures": refusals,
  "workspace-cap-reached": [
    ["AzureDiagnostics", (46 * 500) / 1e9],
    ["ContainerAppConsoleLogs", (33 * 100) / 1e9],
    ["AzureMetrics", 50 / 1e9],
    ["_LogOperation", 0],
  ],
};
