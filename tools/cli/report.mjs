// Engine events turned into what a person reads: progress, faults, tables.
import { number, table } from "./table.mjs";

const plain = (text) => text.replace(/<\{%[^%]*%\}>/g, "").replace(/\x1b\[[0-9;]*m/g, "").trimEnd();

/** What a failed Java program said, without the engine's wrapping and the stack: the engine's log keeps those. */
function readable(message) {
  const lines = plain(message).split("\n");
  if (!lines[0].startsWith("Running program")) return lines.join("\n");
  const told = lines.slice(1).filter((line) => !/^\s+(at |\.\.\. \d+ more)/.test(line));
  const causes = told.findIndex((line) => line.startsWith("Caused by: "));
  return (causes < 0 ? told : told.slice(0, causes)).join("\n").replace(/^[\w.$]+(Exception|Error): /, "");
}

const typeOf = (type) => type.split(":").pop();
const nameOf = (urn) => urn.split("::").pop();

/** Types whose deletion takes data along. */
const keepsData = /:(documentdb:(DatabaseAccount|SqlResourceSql(Database|Container))|operationalinsights:Workspace|cognitiveservices:Account)$/;
const mostLosses = 12;

/** Collects engine events: counts, diagnostics, policy findings, and what is deleted or replaced. */
export class RunReport {
  constructor(update) {
    this.update = update;
    this.done = 0;
    this.seen = new Set();
    this.errors = [];
    this.violations = [];
    this.changes = {};
    this.losses = [];
  }

  take(event) {
    const pre = event.resourcePreEvent;
    if (pre && !pre.planning) this.progress(pre.metadata);
    if (pre && ["delete", "replace"].includes(pre.metadata.op)) this.losses.push(pre.metadata);
    if (event.resOutputsEvent || event.resOpFailedEvent) this.done++;
    if (event.summaryEvent) this.changes = event.summaryEvent.resourceChanges ?? {};
    const said = event.diagnosticEvent;
    if (said?.severity === "error") this.fail(said);
    const policy = event.policyEvent;
    if (policy) this.violations.push({ level: policy.enforcementLevel, name: policy.policyName, message: plain(policy.message).trim().replace(/\s*\n\s*/g, " ") });
  }

  fail({ urn, message }) {
    if (message.includes("exited with non-zero exit code")) return;
    const resource = urn && !urn.includes("pulumi:pulumi:Stack") ? `${nameOf(urn)}: ` : "";
    this.errors.push(`${resource}${readable(message)}`);
  }

  progress({ op, urn, type }) {
    if (this.seen.has(urn)) return;
    this.seen.add(urn);
    if (op === "same") return;
    this.update(`${this.done}/${this.seen.size}  ${op} ${typeOf(type)} ${nameOf(urn)}`);
  }

  /** A line for each resource that is deleted or replaced, those with data first, the program's own components last. */
  lossLines() {
    const rank = ({ type }) => (keepsData.test(type) ? 0 : type.startsWith("azure-native:") ? 1 : 2);
    const sorted = [...this.losses].sort((one, other) => rank(one) - rank(other));
    // One line more than the most is not left out for the sake of a line that says so.
    const shown = sorted.length <= mostLosses + 1 ? sorted : sorted.slice(0, mostLosses);
    const rows = shown.map((each) => [`  ${each.op}`, typeOf(each.type), nameOf(each.urn), rank(each) === 0 ? "with its data" : ""]);
    const more = sorted.length - shown.length;
    return [...(rows.length > 0 ? table(rows) : []), ...(more > 0 ? [`  and ${more} more`] : [])];
  }

  /** A line for each finding of the policies, once. */
  policyLines() {
    return [...new Set(this.violations.map((each) => `  ${each.name}: ${each.message}`))];
  }

  /** For instance "61 resources, 61 created". */
  summary(words = { create: "created", update: "updated", delete: "deleted", replace: "replaced", same: "unchanged" }) {
    const total = Object.entries(this.changes).reduce((sum, [op, count]) => (op === "delete" ? sum : sum + count), 0);
    const parts = Object.entries(words).filter(([op]) => this.changes[op]).map(([op, word]) => `${this.changes[op]} ${word}`);
    return `${total || this.changes.delete || 0} resources${parts.length > 0 ? `, ${parts.join(", ")}` : ""}`;
  }
}

function tokens(perMinute) {
  return perMinute >= 1_000_000 ? `${(perMinute / 1_000_000).toFixed(2)} M` : `${number.format(perMinute / 1000)} k`;
}

/** The capacity table of the stack output `capacity`: a line for each model and, where a pool has something to say, for its pools. */
export function capacityLines(capacity = []) {
  const width = Math.max(10, ...capacity.map((row) => row.model.length));
  return capacity.flatMap((row) => [
    `${row.model.padEnd(width)}  ${String(row.pools).padStart(2)} ${row.pools === 1 ? "pool " : "pools"}  ${tokens(row.tokensPerMinute).padStart(7)} tokens/min  ${number.format(row.requestsPerMinute).padStart(7)} requests/min`,
    ...shareLines(row.shares ?? []),
    ...(row.warnings ?? []).map((warning) => `  ${warning}`),
  ]);
}

/** Which accounts share a pool: what they take of it adds up, its quota does not. */
function shareLines(shares) {
  const shared = shares.filter((share) => share.note);
  if (shared.length === 0) return [];
  const rows = shared.map((share) => [`  ${share.place}`, Object.keys(share.accounts).join(", "), tokens(share.tokensPerMinute), `of ${tokens(share.usualQuotaTokensPerMinute)}`, share.note.replace(/:.*/, "")]);
  return table(rows, [false, false, true, true, false]);
}

/** The estimate of the stack output `cost`, one line for each kind, the sum last; a star marks prices from a second hand. */
export function costLines(cost) {
  if (!cost) return [];
  const money = new Intl.NumberFormat("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const rows = cost.rows.map((row) => [String(row.count), row.kind + (row.verified ? "" : " *"), money.format(row.monthly)]);
  const lines = table([...rows, ["", "a month while nobody calls", money.format(cost.monthly)]], [true, false, true]);
  const told = [`list prices of one US region in ${cost.currency}, table of ${cost.date}; tokens, traffic and logs come on top; * not read at the source`];
  if (cost.unpriced.length > 0) told.push(`without a price: ${cost.unpriced.join(", ")}`);
  return [...lines, ...told];
}

/** The estimate of the stack output `availability` with its terms; a star marks figures from a second hand. */
export function availabilityLines(availability) {
  if (!availability) return [];
  const percent = (value) => (value > 0.9999994 ? "> 99.9999 %" : `${(value * 100).toFixed(4)} %`);
  const rows = availability.terms.map((term) => [percent(term.availability), term.name + (term.verified ? "" : " *")]);
  return table([[percent(availability.estimate), "together"], ...rows], [true, false]);
}
