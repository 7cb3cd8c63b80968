// A whole query over the tables of a workspace, as a rule's window or a reader sees them.
import { items, kindOf, parser, place } from "../kusto.mjs";
import { compile } from "./expressions.mjs";
import { QueryFault } from "./fault.mjs";
import { tabular } from "./operators.mjs";
import { datetime } from "./time.mjs";
import { fromJson, toJson } from "./values.mjs";

const rememberedQueries = 200;

/**
 * An evaluator over tables of these schemas. It takes `{query, now, from, tables}`, times as ISO text and rows as JSON objects, sees
 * the rows whose TimeGenerated is in [from, now), and answers `{columns, rows}` or throws an Error that names the line.
 */
export function evaluator(schemas) {
  const parse = remember(parser(schemas));
  return ({ query, now, from, tables = {} }) => {
    if (typeof query !== "string") throw new Error(`query: ${query} (expected: a text)`);
    const { tree, faults } = parse(query);
    if (faults.length > 0) throw new Error(faults.join("\n"));
    const window = { now: time("now", now) ?? datetime(new Date().toISOString()), from: time("from", from) };
    const names = Object.keys(schemas);
    for (const name of Object.keys(tables))
      if (!names.includes(name)) throw new Error(`tables.${name}: unknown (expected: ${names.join(", ")})`);
    const environment = {
      lets: new Map(),
      now: window.now,
      tables: names,
      table: remember((name) => read(name, schemas[name], tables[name] ?? [], window)),
    };
    try {
      const { columns, rows } = block(tree, environment);
      return { columns, rows: rows.map((row) => row.map((value, index) => toJson(value, columns[index].type))) };
    } catch (error) {
      throw error instanceof QueryFault ? new Error(`${place(query, error.offset)}: ${error.message}`) : error;
    }
  };
}

function remember(work) {
  const known = new Map();
  return (key) => {
    if (!known.has(key)) {
      if (known.size >= rememberedQueries) known.delete(known.keys().next().value);
      known.set(key, work(key));
    }
    return known.get(key);
  };
}

function time(name, text) {
  if (text === undefined) return undefined;
  const ticks = typeof text === "string" ? datetime(text) : null;
  if (ticks === null) throw new Error(`${name}: ${text} (expected: ISO 8601)`);
  return ticks;
}

function read(name, schema, rows, { from, now }) {
  if (!schema) return undefined;
  const columns = Object.entries(schema).map(([column, type]) => ({ name: column, type }));
  const at = columns.findIndex((column) => column.name === "TimeGenerated");
  const read = rows.map((row, index) => cells(row, columns, schema, `tables.${name}[${index}]`));
  return { columns, rows: read.filter((row) => row[at] !== null && row[at] < now && (from === undefined || row[at] >= from)) };
}

function cells(row, columns, schema, where) {
  for (const column of Object.keys(row))
    if (!(column in schema)) throw new Error(`${where}.${column}: unknown (expected: a column of the table)`);
  return columns.map(({ name, type }) => {
    const value = fromJson(row[name], type);
    if (value === undefined) throw new Error(`${where}.${name}: ${JSON.stringify(row[name])} (expected: ${type})`);
    return value;
  });
}

/** Lets, and the one expression that is the result. */
function block(tree, environment) {
  const statements = items(tree.Statements);
  const last = statements.pop();
  for (const each of statements) {
    if (kindOf(each) !== "LetStatement") throw new QueryFault(each, "a statement other than let before the last is not supported");
    const isTable = each.Expression.ResultType?.Columns !== undefined;
    const scope = { columns: [], lets: environment.lets, now: environment.now };
    environment.lets.set(each.Name.SimpleName, isTable ? tabular(each.Expression, environment) : compile(each.Expression, scope));
  }
  if (!last || kindOf(last) !== "ExpressionStatement") throw new QueryFault(last ?? tree, "a query without a result is not supported");
  return tabular(last.Expression, environment);
}
