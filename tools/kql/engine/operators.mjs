// Tabular operators of the syntax tree, applied to tables of rows.
import { items, kindOf, resultColumns } from "../kusto.mjs";
import { compile, valueOf } from "./expressions.mjs";
import { QueryFault } from "./fault.mjs";
import { sorted } from "./sort.mjs";
import { summarize } from "./summarize.mjs";
import { keyOf, missing, numeric } from "./values.mjs";

/**
 * @typedef {{columns: {name: string, type: string}[], rows: any[][]}} Table
 *
 * @typedef Environment
 * @property {Map<string, object>} lets expressions and tables by the names that the query gave them
 * @property {bigint} now
 * @property {(name: string) => Table | undefined} table
 * @property {string[]} tables the names of all
 */

/** @returns {Table} what a tabular expression results in */
export function tabular(node, environment) {
  const kind = kindOf(node);
  if (kind === "PipeExpression") return operate(node.Operator, tabular(node.Expression, environment), environment);
  if (kind === "ParenthesizedExpression") return tabular(node.Expression, environment);
  if (kind === "NameReference") return named(node, environment);
  if (kind === "DataTableExpression") return dataTable(node, environment);
  if (kind === "PrintOperator") return project(node, { columns: [], rows: [[]] }, environment);
  if (kind === "UnionOperator") return union(node, [], environment);
  throw new QueryFault(node, `${node.ToString().trim()} is not supported`);
}

const operators = {
  FilterOperator: filter,
  ExtendOperator: extend,
  ProjectOperator: project,
  ProjectAwayOperator: select,
  SummarizeOperator: (node, table, environment) => summarize(node, table, scopeOf(table, environment)),
  DistinctOperator: distinct,
  SortOperator: (node, table, environment) => sorted(table, orders(node.Expressions, table, environment)),
  TopOperator: top,
  TakeOperator: (node, table, environment) => ({ ...table, rows: table.rows.slice(0, countOf(node.Expression, environment)) }),
  CountOperator: (node, table) => ({ columns: resultColumns(node), rows: [[table.rows.length]] }),
  UnionOperator: (node, table, environment) => union(node, [{ table }], environment),
};

function operate(node, table, environment) {
  const apply = operators[kindOf(node)];
  if (!apply) throw new QueryFault(node, `the operator ${node.GetChild(0).Text} is not supported`);
  if (apply !== operators.UnionOperator)
    for (const each of items(node.Parameters)) throw new QueryFault(each, `${each.Name.SimpleName} is not supported`);
  return apply(node, table, environment);
}

const scopeOf = ({ columns }, { lets, now }) => ({ columns, lets, now });

function named(node, environment) {
  const found = environment.lets.get(node.SimpleName)?.rows ? environment.lets.get(node.SimpleName) : environment.table(node.SimpleName);
  if (!found) throw new QueryFault(node, `${node.SimpleName} is not supported here`);
  return found;
}

function dataTable(node, environment) {
  const columns = resultColumns(node);
  const cells = items(node.Values).map((each) => compile(each, scopeOf({ columns: [] }, environment)).at([]));
  const rows = [];
  for (let at = 0; at < cells.length; at += columns.length) rows.push(cells.slice(at, at + columns.length));
  return { columns, rows };
}

function filter(node, table, environment) {
  const condition = compile(node.Condition, scopeOf(table, environment));
  if (condition.type !== "bool") throw new QueryFault(node.Condition, `a condition of type ${condition.type} is not supported`);
  return { ...table, rows: table.rows.filter((row) => condition.at(row) === true) };
}

/** The name that an expression of a list gives its column, when it gives one. */
const nameOf = (node) =>
  kindOf(node) === "SimpleNamedExpression" ? node.Name.SimpleName : kindOf(node) === "NameReference" ? node.SimpleName : undefined;

/** Columns of the same list do not see each other. */
function extend(node, table, environment) {
  const added = new Map();
  for (const each of items(node.Expressions)) {
    if (nameOf(each) === undefined) throw new QueryFault(each, `${each.ToString().trim()} without a name is not supported`);
    added.set(nameOf(each), compile(valueOf(each), scopeOf(table, environment)));
  }
  const columns = resultColumns(node);
  const cells = columns.map(({ name }) => added.get(name)?.at ?? at(table.columns.findIndex((column) => column.name === name)));
  return { columns, rows: table.rows.map((row) => cells.map((cell) => cell(row))) };
}

const at = (index) => (row) => row[index];

function project(node, table, environment) {
  const columns = resultColumns(node);
  const cells = items(node.Expressions).map((each) => compile(valueOf(each), scopeOf(table, environment)));
  if (cells.length !== columns.length) throw new QueryFault(node, "an expression of several columns is not supported");
  return { columns, rows: table.rows.map((row) => cells.map((cell) => cell.at(row))) };
}

/** The columns that are left, by their names. */
function select(node, table) {
  const columns = resultColumns(node);
  const places = columns.map(({ name }) => table.columns.findIndex((column) => column.name === name));
  return { columns, rows: table.rows.map((row) => places.map((place) => row[place])) };
}

function distinct(node, table) {
  const chosen = select(node, table);
  if (chosen.columns.some(({ type }) => type === "dynamic")) {
    throw new QueryFault(node, "a distinct of a dynamic is not supported (expected: it in tostring())");
  }
  return { ...chosen, rows: [...new Map(chosen.rows.map((row) => [keyOf(row), row])).values()] };
}

function top(node, table, environment) {
  const rows = sorted(table, [order(node.ByExpression, table, environment)]).rows;
  return { ...table, rows: rows.slice(0, countOf(node.Expression, environment)) };
}

function countOf(node, environment) {
  const count = compile(node, scopeOf({ columns: [] }, environment));
  if (!numeric(count.type) || !(count.at([]) >= 0)) throw new QueryFault(node, `${node.ToString().trim()} rows are not supported`);
  return count.at([]);
}

const orders = (list, table, environment) => items(list).map((each) => order(each, table, environment));

/** Falls unless it says otherwise; nulls come last where it falls and first where it rises. */
function order(node, table, environment) {
  const by = kindOf(node) === "OrderedExpression" ? node : { Expression: node };
  const value = compile(by.Expression, scopeOf(table, environment));
  if (value.type === "dynamic" || value.type === "bool") throw new QueryFault(node, `an order of ${value.type} is not supported`);
  const rises = by.Ordering?.AscOrDescKeyword?.Text === "asc";
  const nulls = by.Ordering?.NullsClause?.FirstOrLastKeyword.Text ?? (rises ? "first" : "last");
  return { at: value.at, rises, nullsFirst: nulls === "first" };
}

/** The rows of every table, with a column for each name and type. */
function union(node, legs, environment) {
  let source;
  for (const each of items(node.Parameters)) {
    const name = each.Name.SimpleName;
    if (name === "withsource") source = each.Expression.SimpleName;
    else if (!(name === "kind" && each.Expression.ToString().trim() === "outer")) throw new QueryFault(each, `${name} is not supported`);
  }
  const all = [...legs, ...items(node.Expressions).flatMap((each) => legsOf(each, environment))];
  if (source && all.some((leg) => !leg.name)) throw new QueryFault(node, "withsource of anything but tables is not supported");
  const columns = resultColumns(node);
  return { columns, rows: all.flatMap((leg) => aligned(leg, columns, source)) };
}

function legsOf(node, environment) {
  if (kindOf(node) !== "NameReference") return [{ table: tabular(node, environment) }];
  const pattern = node.Name.ToString().trim();
  if (!pattern.includes("*")) return [{ name: node.SimpleName, table: named(node, environment) }];
  const wanted = new RegExp(`^${pattern.replaceAll("*", ".*")}$`);
  return environment.tables.filter((name) => wanted.test(name)).map((name) => ({ name, table: environment.table(name) }));
}

function aligned({ name, table }, columns, source) {
  const cells = columns.map((column) => {
    if (column.name === source) return () => name;
    const index = table.columns.findIndex(
      (each) => each.type === column.type && (each.name === column.name || `${each.name}_${each.type}` === column.name),
    );
    return index < 0 ? () => missing(column.type) : at(index);
  });
  return table.rows.map((row) => cells.map((cell) => cell(row)));
}
