// What replicas of the proxy say of themselves (proxy/README.md, "The status page"), as text.
import { number, part } from "./table.mjs";

const mebibytes = (bytes) => `${number.format(Math.round(bytes / 1024 / 1024))} MiB`;

/** For instance "12 s", "3 min", "2 h". */
function span(seconds) {
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7_200 ? `${Math.floor(seconds / 60)} min` : `${Math.floor(seconds / 3_600)} h`;
}

const replicaRow = ({ replica, page }) => [
  replica,
  page.ready ? "yes" : `no: ${page.notReady.join(", ")}`,
  number.format(page.requestsInFlight),
  `${mebibytes(page.memory.usedBytes)} of ${mebibytes(page.memory.limitBytes)}`,
  page.configuration.version,
  span(page.configuration.ageSeconds),
];

const closed = (millis) => (millis > 0 ? `${Math.ceil(millis / 1_000)} s` : "open");
/** The least that a replica believes to be left; nothing when none knows. */
const least = (views, field) => {
  const known = views.map((view) => view[field]).filter((value) => value !== undefined);
  return known.length > 0 ? number.format(Math.min(...known)) : "";
};

/** Replicas do not talk, so each has a view of its own: what is shown is the worst of them. */
function poolRow({ app, pool, views }) {
  const most = (field) => Math.max(...views.map((view) => view[field]));
  return [
    app,
    pool,
    closed(most("parkedMillis")),
    closed(most("tokensParkedMillis")),
    least(views, "remainingRequests"),
    least(views, "remainingTokens"),
    number.format(views.reduce((sum, view) => sum + view.inFlight, 0)),
  ];
}

const trouble = ({ outOfReach, silent, ejectedMillis }) =>
  outOfReach ? "out of reach" : silent ? "silent" : ejectedMillis > 0 ? `ejected for ${ejectedMillis} ms` : undefined;

/** What the replicas of each app say of each pool: two stacks may name a pool alike and see other limits. */
function byPool(proxies) {
  const pools = new Map();
  for (const { app, page } of proxies) {
    for (const view of page.pools) {
      const key = `${app} ${view.pool}`;
      pools.set(key, { app, pool: view.pool, views: [...(pools.get(key)?.views ?? []), view] });
    }
  }
  return [...pools.values()];
}

const windows = "Left: what a replica would send at once, of the 10 s (requests) and 20 s (tokens) it counts over, or of the minute an account just told.";

/** @param proxies `{ app, replica, page }` of every replica that answered */
export function proxyParts(proxies) {
  const pools = byPool(proxies);
  const troubles = proxies.flatMap(({ replica, page }) =>
    page.deployments.filter(trouble).map((each) => [replica, each.account, each.deployment, trouble(each)]),
  );
  return [
    ...part(["Proxy", "Ready", "In flight", "Memory for bodies", "Configuration", "Since"], [false, false, true, true, false, true], proxies.map(replicaRow)),
    ...part(
      ["App", "Pool at the proxy", "Requests", "Tokens", "Requests left", "Tokens left", "In flight"],
      [false, false, true, true, true, true, true],
      pools.map(poolRow),
    ),
    ...(pools.length > 0 ? [windows] : []),
    ...part(["Proxy", "Account", "Deployment", "Trouble"], [], troubles),
  ];
}
