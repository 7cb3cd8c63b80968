// Aggregation functions: each keeps a state of a group, row by row. Nulls count for count() alone; the values of empty groups are in
// Microsoft Learn, "summarize operator".
import { items } from "../kusto.mjs";
import { located, QueryFault } from "./fault.mjs";
import { compare, keyOf, long, numeric } from "./values.mjs";

const ordered = (type) => numeric(type) || type === "datetime" || type === "timespan";

const count = () => ({ start: () => 0, add: (seen) => seen + 1, end: (seen) => seen });

function sum([value]) {
  if (!numeric(value.type) && value.type !== "timespan") return undefined;
  const end = numeric(value.type) && value.type !== "real" ? long : (total) => total;
  return { start: () => (value.type === "timespan" ? 0n : 0), add: (total, seen) => total + seen, end };
}

function average([value]) {
  if (!numeric(value.type)) return undefined;
  return {
    start: () => ({ total: 0, count: 0 }),
    add: (state, seen) => ({ total: state.total + seen, count: state.count + 1 }),
    end: ({ total, count }) => total / count,
  };
}

const extreme =
  (wanted) =>
  ([value]) => {
    if (!ordered(value.type)) return undefined;
    const add = (best, seen) => (best === null || compare(rankable(seen), best) === wanted ? rankable(seen) : best);
    return { start: () => null, add, end: (best) => best };
  };

/** By the nearest rank, as Kusto defines the percentile that it estimates. */
function percentile([value, share]) {
  const percent = share.constant && numeric(share.type) ? share.at([]) : NaN;
  if (!ordered(value.type) || !(percent >= 0 && percent <= 100)) return undefined;
  const end = (seen) => (seen.length === 0 ? null : seen.sort(compare)[Math.max(0, Math.ceil((percent / 100) * seen.length) - 1)]);
  return { start: () => [], add: gather, end };
}

function gather(seen, value) {
  seen.push(rankable(value));
  return seen;
}

/** Kusto does not document where NaN stands among numbers. */
function rankable(value) {
  if (Number.isNaN(value)) throw new RangeError("NaN among the values is not supported");
  return value;
}

function distinct(args) {
  if (args.length > 1 || args[0].type === "dynamic") return undefined;
  return { start: () => new Set(), add: (seen, value) => seen.add(keyOf([value])), end: (seen) => seen.size };
}

/** By name: from the arguments, without the condition, to the function; and how many arguments stand before the condition. */
const aggregates = {
  count: { of: count, counts: true },
  countif: { of: count, counts: true, before: 0 },
  sum: { of: sum },
  sumif: { of: sum, before: 1 },
  avg: { of: average },
  avgif: { of: average, before: 1 },
  min: { of: extreme(-1) },
  minif: { of: extreme(-1), before: 1 },
  max: { of: extreme(1) },
  maxif: { of: extreme(1), before: 1 },
  percentile: { of: percentile },
  dcount: { of: distinct },
  dcountif: { of: distinct, before: 1 },
};

/** The aggregate that a call stands for, over rows of the scope; undefined when it is a call of something else. */
export function aggregate(node, scope, compile) {
  const name = node.Name.SimpleName;
  if (!Object.hasOwn(aggregates, name)) return undefined;
  const { of, counts, before } = aggregates[name];
  const args = items(node.ArgumentList.Expressions).map((each) => compile(each, scope));
  const condition = before === undefined ? undefined : args[before];
  const values = before === undefined ? args : args.slice(0, before);
  const found = args.length > (before ?? args.length) + 1 ? undefined : of(values);
  if (!found) throw new QueryFault(node, `${name}(${args.map((each) => each.type).join(", ")}) is not supported`);
  return {
    type: node.ResultType.Name,
    start: found.start,
    add: (state, row) => located(node, () => add(state, row)),
    end: (state) => located(node, () => found.end(state)),
  };

  function add(state, row) {
    if (condition && condition.at(row) !== true) return state;
    if (counts) return found.add(state);
    const value = values[0].at(row);
    return value === null ? state : found.add(state, value);
  }
}
