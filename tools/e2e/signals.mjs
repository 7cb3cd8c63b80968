// What makes each alert of the catalogue fire, and what is just not enough. A metric's signal is a value, or a share of its rule's
// threshold; a query's is rows of a table, for the account or the app that the rule is about.

const line = (more) => ({ ContainerName: "proxy", Log: JSON.stringify({ event: "request", deployment: "gpt-5-mini", ...more }) });

const rows = (table) => (fires, enough) => ({ table, fires, enough });
const printed = rows("ContainerAppConsoleLogs");
const times = (count, row) => Array.from({ length: count }, () => row);

const call = (ResultSignature) => ({
  ResourceProvider: "MICROSOFT.COGNITIVESERVICES",
  Category: "RequestResponse",
  OperationName: "ChatCompletions_Create",
  ResultSignature,
  properties_s: JSON.stringify({ modelDeploymentName: "gpt-5-mini" }),
});

const capReached = { Category: "Ingestion", Operation: "Data Collection Status", Detail: "Data collection stopped: OverQuota" };

export const signals = {
  "openai-availability-low": { fires: 98.9, enough: 99 },
  "openai-latency-high": { fires: "101 %", enough: "100 %" },
  "openai-server-errors": { fires: 11, enough: 10 },
  "openai-content-blocked": { fires: 21, enough: 20 },
  "openai-tokens-near-quota": { fires: "101 %", enough: "100 %" },
  "openai-throttled": rows("AzureDiagnostics")([...times(3, call("429")), ...times(17, call("200"))], [...times(2, call("429")), ...times(18, call("200"))]),
  "proxy-no-backend": printed([line({ reason: "no_backend" })], [line({})]),
  "proxy-throttled": printed(
    [...times(2, line({ reason: "throttled" })), ...times(18, line({}))],
    [...times(1, line({ reason: "throttled" })), ...times(19, line({}))],
  ),
  "proxy-upstream-failures": printed([line({ reason: "upstream_error" }), ...times(19, line({}))], times(20, line({}))),
  "proxy-credentials-failing": printed([line({ reason: "upstream_unauthorized" })], [line({})]),
  "proxy-callers-rejected": printed(
    times(51, line({ reason: "missing_token", deployment: undefined })),
    times(50, line({ reason: "missing_token", deployment: undefined })),
  ),
  "proxy-internal-errors": printed([line({ event: "internal_error" })], [line({})]),
  "app-restarts": { fires: 3, enough: 2 },
  "app-replicas-at-most": { fires: "100 %", enough: "50 %" },
  "cosmos-throttled": { fires: 101, enough: 100 },
  "cosmos-throughput-high": { fires: 91, enough: 90 },
  "gateway-unhealthy-hosts": { fires: 1, enough: 0 },
  "gateway-failed-requests": { fires: 21, enough: 20 },
  "gateway-latency-high": { fires: "101 %", enough: "100 %" },
  "workspace-cap-reached": rows("_LogOperation")([capReached], [{ ...capReached, Detail: "80% of the daily cap" }]),
};
