// The local Azure's status as text: what fires, what serves, and what is left of each pool this minute.
import { number, part } from "./table.mjs";
import { proxyParts } from "./proxy-lines.mjs";

/** For instance "12 min". */
function since(firedAt, now) {
  const minutes = Math.max(0, Math.floor((now - Date.parse(firedAt)) / 60_000));
  return minutes < 120 ? `${minutes} min` : `${Math.floor(minutes / 60)} h`;
}

function alertRow({ severity, alert, target, dimensions = {}, firedAt, runbook }, now) {
  const about = [target.split("/").pop(), ...Object.values(dimensions)].join(" ");
  return [`Sev${severity}`, alert, about, since(firedAt, now), runbook];
}

const left = (limit, used) => `${number.format(Math.max(0, limit - used))} of ${number.format(limit)}`;

const poolRow = (pool) => [
  pool.region,
  pool.model,
  left(pool.tokensPerMinute, pool.usedTokens),
  left(pool.requestsPerMinute, pool.usedRequests),
  number.format(pool.refused),
  `${pool.secondsUntilReset} s`,
];

/** @param incomplete stacks whose last update was broken off; @param proxies what replicas of the proxy say of themselves; @param now milliseconds, from which an alert's age is counted */
export function statusLines({ apps, gateways = [], accounts, pools, alerts = [], proxies = [], incomplete = [] }, now = Date.now()) {
  const broken = incomplete.map((stack) => `Incomplete ${stack}: its last up did not finish (expected: make up${stack === "dev" ? "" : ` STACK=${stack}`} again)`);
  if (apps.length + gateways.length + accounts.length === 0) return [...broken, "Nothing is deployed (expected: make up first)"];
  const hosts = gateways.flatMap(({ name, url, pools }) =>
    pools.map((pool) => [name, url, pool.name, pool.healthy.length > 0 ? `${pool.healthy.length} healthy` : "none healthy"]),
  );
  const replicas = apps.flatMap((app) =>
    (app.replicas.length > 0 ? app.replicas : [{ name: "none", state: "", restarts: 0 }]).map((each) => [
      app.name,
      app.url,
      each.name,
      each.state,
      number.format(each.restarts),
    ]),
  );
  const taken = accounts.map((each) => [
    each.name,
    each.region,
    number.format(each.requests),
    number.format(each.tokens),
    number.format(each.refused),
    number.format(each.failed),
  ]);
  const inOrder = [...pools].sort((one, other) => one.model.localeCompare(other.model) || one.region.localeCompare(other.region));
  return [
    ...broken,
    `Alerts     ${alerts.length === 0 ? "none firing" : `${alerts.length} firing`}`,
    ...part(
      ["Severity", "Alert", "About", "Since", "Runbook"],
      [],
      alerts.map((each) => alertRow(each, now)),
    ),
    ...part(["Gateway", "Endpoint", "Pool", "Hosts"], [], hosts),
    ...part(["App", "Endpoint", "Replica", "State", "Restarts"], [false, false, false, false, true], replicas),
    ...proxyParts(proxies),
    ...part(["Account", "Region", "Requests", "Tokens", "429s", "Failed"], [false, false, true, true, true, true], taken),
    ...part(["Pool", "Model", "Tokens left of the minute", "Requests left of the minute", "429s", "Resets in"], [false, false, true, true, true, true], inOrder.map(poolRow)),
  ];
}
