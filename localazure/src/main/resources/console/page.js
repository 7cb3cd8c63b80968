// The console: GET /api/status as tables, asked for each second.

const number = new Intl.NumberFormat("en-US");
const escapes = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const text = (value) => String(value).replace(/[&<>"]/g, (sign) => escapes[sign]);
const plural = (count, one) => `${number.format(count)} ${one}${count === 1 ? "" : "s"}`;

/** How much of a limit is used, in percent. */
const share = (used, limit) => (limit > 0 ? Math.min(100, (100 * used) / limit) : 0);

/** From here on hardly a request fits. */
const emptyPercent = 95;
const lowPercent = 70;

/** What a pool has run out of: tokens, requests, both or nothing. */
function shortOf(pool) {
  const short = [
    ["tokens", share(pool.usedTokens, pool.tokensPerMinute)],
    ["requests", share(pool.usedRequests, pool.requestsPerMinute)],
  ];
  return short
    .filter(([, percent]) => percent >= emptyPercent)
    .map(([name]) => name)
    .join(" and ");
}

const cell = (value, kind = "") => `<td${kind ? ` class="${kind}"` : ""}>${typeof value === "number" ? number.format(value) : value}</td>`;
const count = (value) => cell(value, value > 0 ? "n bad" : "n soft");
const row = (cells, kind = "") => `<tr${kind ? ` class="${kind}"` : ""}>${cells.join("")}</tr>`;
const dot = (state) => `<span class="dot ${text(state)}"></span>${text(state)}`;

/** Titles of numbers begin with ">". */
function table(titles, rows, none) {
  if (rows.length === 0) return `<p class="none">${none}</p>`;
  const head = titles.map(
    (title) =>
      `<th scope="col"${title.startsWith(">") ? ' class="n"' : title === "SKU" ? ' class="extra"' : ""}>${title.replace(">", "")}</th>`,
  );
  return `<table><thead>${row(head)}</thead><tbody>${rows.join("")}</tbody></table>`;
}

function bar(name, used, limit) {
  const percent = share(used, limit);
  const kind = percent >= emptyPercent ? "full" : percent >= lowPercent ? "high" : "";
  const said = `${number.format(used)} of ${number.format(limit)}`;
  const meter = `<div class="bar ${kind}" role="meter" aria-label="${name}" aria-valuemin="0" aria-valuemax="${limit}" aria-valuenow="${Math.min(used, limit)}" aria-valuetext="${said}"><i style="width:${percent}%"></i></div>`;
  return cell(`${meter}<span class="of">${said}</span>`, "used");
}

function pool(each) {
  const short = shortOf(each);
  const state = short ? `<b class="tag">empty</b>` : `<span class="soft">open</span>`;
  return row(
    [
      cell(state),
      cell(`${text(each.model)} <span class="soft extra">${text(each.version)}</span>`),
      cell(text(each.region)),
      bar("tokens used", each.usedTokens, each.tokensPerMinute),
      bar("requests used", each.usedRequests, each.requestsPerMinute),
      count(each.refused),
      cell(`${each.secondsUntilReset} s`, "n soft"),
      cell(text(each.sku), "soft extra"),
    ],
    short ? "empty" : "",
  );
}

const severities = ["critical", "error", "warning", "informational", "verbose"];

/** An alert's target is named as a reader knows it: the last part of its id, and what it is split by. */
function alert(each) {
  const dimensions = Object.values(each.dimensions ?? {}).join(", ");
  return row([
    cell(`<b class="severity s${each.severity}">${each.severity} ${severities[each.severity]}</b>`),
    cell(`<b>${text(each.alert)}</b><br><span class="soft">${text(each.description.replace(/ What to do: .*/, ""))}</span>`, "wrap"),
    cell(`${text(each.target.split("/").pop())}${dimensions ? `<br><span class="soft">${text(dimensions)}</span>` : ""}`),
    cell(
      `${number.format(each.value)} <span class="soft">${signs[each.operator] ?? text(each.operator)} ${number.format(each.threshold)}</span>`,
      "n",
    ),
    cell(`<time datetime="${text(each.firedAt)}">${text(each.firedAt.slice(11, 19))}</time>`),
    cell(`<a href="/${text(each.runbook)}">${text(each.runbook.split("/").pop())}</a>`),
  ]);
}

const signs = { GreaterThan: "&gt;", GreaterThanOrEqual: "≥", LessThan: "&lt;", LessThanOrEqual: "≤", Equals: "=" };

const account = (each) =>
  row([
    cell(text(each.name)),
    cell(text(each.region), "soft"),
    cell(each.publicNetworkAccess === "Disabled" ? "private" : "public", "soft"),
    cell(each.requests, "n"),
    cell(each.tokens, "n"),
    count(each.refused),
    count(each.failed),
    cell(each.cancelled, "n soft"),
  ]);

function gateway(each) {
  const title = row([`<th scope="rowgroup" colspan="4"><b>${text(each.name)}</b> <a href="${text(each.url)}">${text(each.url)}</a></th>`]);
  const pools = each.pools.map(({ name, healthy }) =>
    row([
      cell(dot(healthy.length > 0 ? "healthy" : "unhealthy")),
      cell(text(name)),
      `<td colspan="2" class="${healthy.length > 0 ? "soft host" : "bad"}">${text(healthy.join(", ") || "no healthy host")}</td>`,
    ]),
  );
  return title + pools.join("");
}

function app(each) {
  const title = row([
    `<th scope="rowgroup" colspan="4"><b>${text(each.name)}</b> <a href="${text(each.url)}">${text(each.url)}</a> <span class="soft">${text(each.revision)}, ${text(each.engine)}</span></th>`,
  ]);
  const replicas = each.replicas.map((one) =>
    row([
      cell(dot(one.state)),
      cell(text(one.name)),
      cell(one.pid ? `pid ${one.pid}` : "", "soft"),
      cell(plural(one.restarts, "restart"), one.restarts > 0 ? "n bad" : "n soft"),
    ]),
  );
  return title + (replicas.join("") || row([cell("no replica", "bad")]));
}

const request = (each) =>
  row([
    cell(text(each.at.slice(11, 19)), "soft"),
    cell(text(each.account)),
    cell(text(each.deployment)),
    cell(text(each.operation), "soft"),
    cell(dot(each.end)),
    cell(each.status || "", "n"),
    cell(each.tokens, "n"),
    cell(`${number.format(each.millis)} ms`, "n"),
  ]);

/** What matters at one glance, worst first: each a class and a sentence. */
function glance({ pools, alerts, apps, gateways }) {
  const empty = pools
    .filter(shortOf)
    .map((each) => `${text(each.model)} in ${text(each.region)} (${shortOf(each)}, ${each.secondsUntilReset} s)`);
  const lost = gateways.filter((each) => each.pools.every(({ healthy }) => healthy.length === 0)).map((each) => text(each.name));
  const down = apps.filter((each) => !each.replicas.some(({ state }) => state === "ready")).map((each) => text(each.name));
  const worst = alerts.length > 0 ? Math.min(...alerts.map((each) => each.severity)) : undefined;
  return [
    alerts.length > 0
      ? [worst <= 1 ? "bad" : "warn", `<b>${plural(alerts.length, "alert")} firing</b>, the worst ${severities[worst]}`]
      : ["good", "no alert is firing"],
    empty.length > 0
      ? ["bad", `<b>${empty.length} of ${plural(pools.length, "pool")} empty</b>: ${empty.join("; ")}`]
      : ["good", pools.length > 0 ? `none of ${plural(pools.length, "pool")} empty` : "no pool yet"],
    ...(down.length > 0 ? [["bad", `<b>no replica ready</b>: ${down.join(", ")}`]] : []),
    ...(lost.length > 0 ? [["bad", `<b>no healthy host</b>: ${lost.join(", ")}`]] : []),
  ].map(([kind, sentence]) => `<li class="${kind}">${sentence}</li>`);
}

const byModel = (left, right) => left.model.localeCompare(right.model) || left.region.localeCompare(right.region);

/** The page's places, by id, for a status. */
export function views(status) {
  const { pools, accounts, apps, gateways = [], alerts = [], requests } = status;
  const inOrder = [...pools].sort(byModel);
  const places = [...gateways.map(gateway), ...apps.map(app)];
  return {
    glance: glance({ pools: inOrder, alerts, apps, gateways }).join(""),
    alerts: table(["severity", "alert", "target", ">value", "since (UTC)", "runbook"], alerts.map(alert), "No alert is firing."),
    pools: table(
      ["state", "model", "region", "tokens used", "requests used", ">429s", ">resets in", "SKU"],
      inOrder.map(pool),
      "No deployment yet.",
    ),
    accounts: table(
      ["account", "region", "network", ">requests", ">tokens", ">429s", ">failed", ">left early"],
      accounts.map(account),
      "No account yet.",
    ),
    places: places.length > 0 ? `<table><tbody>${places.join("")}</tbody></table>` : '<p class="none">Nothing runs.</p>',
    recent: table(
      ["at (UTC)", "account", "deployment", "operation", "end", ">status", ">tokens", ">took"],
      requests.recent.slice(0, 20).map(request),
      "No request yet.",
    ),
  };
}

/** Shows a status; what has not changed is not touched, so that focus and selection stay. */
export function render(document, status) {
  for (const [id, html] of Object.entries(views(status))) {
    const place = document.getElementById(id);
    if (place.shown === html) continue;
    place.shown = html;
    place.innerHTML = html;
  }
  const { total, tokens, refused } = status.requests;
  say(document, `${plural(total, "request")}, ${plural(tokens, "token")}, ${number.format(refused)} refused`, false);
}

function say(document, what, lost) {
  const state = document.getElementById("state");
  state.textContent = what;
  state.className = lost ? "lost" : "";
}

/** Asks once a second; an answer that does not come says so, and what is shown grows pale. */
export async function poll(document, fetch) {
  try {
    render(document, await (await fetch("/api/status")).json());
    document.body.className = "";
  } catch {
    say(document, "the local Azure does not answer", true);
    document.body.className = "stale";
  }
}
