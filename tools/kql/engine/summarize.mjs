// The summarize operator: rows in groups, and what aggregates make of each.
import { items, resultColumns } from "../kusto.mjs";
import { aggregate } from "./aggregates.mjs";
import { compile, valueOf } from "./expressions.mjs";
import { QueryFault } from "./fault.mjs";
import { keyOf } from "./values.mjs";

/** The groups come in the order in which they first appear. */
export function summarize(node, table, scope) {
  if (node.ByClause?.BinClause) throw new QueryFault(node.ByClause.BinClause, "bin= is not supported");
  const keys = items(node.ByClause?.Expressions).map((each) => key(each, scope));
  const parts = [];
  const results = items(node.Aggregates).map((each) => compile(valueOf(each), { ...scope, columns: [], aggregate: part }));
  const columns = resultColumns(node);
  if (keys.length + results.length !== columns.length) throw new QueryFault(node, "an expression of several columns is not supported");
  const groups = grouped(table.rows, keys, parts);
  return { columns, rows: groups.map((group) => [...group.key, ...finished(group.states, parts, results)]) };

  /** Stands for an aggregate in the expression around it: its place in the row of the group's results. */
  function part(call) {
    const found = aggregate(call, scope, compile);
    if (!found) return undefined;
    const place = parts.push(found) - 1;
    return { type: found.type, at: (row) => row[place], constant: false };
  }
}

function key(node, scope) {
  const found = compile(valueOf(node), scope);
  if (found.type === "dynamic") throw new QueryFault(node, "a group by a dynamic is not supported (expected: it in tostring())");
  return found;
}

/** Without keys there is one group, even of no rows. */
function grouped(rows, keys, parts) {
  const groups = new Map();
  const start = (key) => ({ key, states: parts.map((part) => part.start()) });
  if (keys.length === 0) groups.set("", start([]));
  for (const row of rows) {
    const key = keys.map((each) => each.at(row));
    const name = keyOf(key);
    if (!groups.has(name)) groups.set(name, start(key));
    const { states } = groups.get(name);
    for (let index = 0; index < parts.length; index++) states[index] = parts[index].add(states[index], row);
  }
  return [...groups.values()];
}

function finished(states, parts, results) {
  const row = parts.map((part, index) => part.end(states[index]));
  return results.map((result) => result.at(row));
}
