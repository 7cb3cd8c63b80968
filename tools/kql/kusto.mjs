// Kusto's own parser, made for browsers: its two scripts put `Bridge` and `Kusto` on the global object.
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
require("@kusto/language-service-next/bridge.min.js");
require("@kusto/language-service-next/Kusto.Language.Bridge.min.js");
const { GlobalState, KustoCode, Symbols, Syntax } = globalThis.Kusto.Language;

/**
 * A parser that knows these tables, each a map of column names to Kusto's types. A query becomes its syntax tree, whose nodes know
 * their types, its faults, each with the line it is on, and the columns of its result.
 */
export function parser(tables) {
  const symbols = Object.entries(tables).map(([name, columns]) => {
    const list = Object.entries(columns).map(([column, type]) => `['${column}']: ${type}`);
    return Symbols.TableSymbol.From(`(${list.join(", ")})`).WithName(name);
  });
  const database = new Symbols.DatabaseSymbol.ctor("workspace", symbols);
  const globals = GlobalState.Default.WithDatabase(database);
  return (query) => {
    const code = KustoCode.ParseAndAnalyze(query, globals);
    const faults = list(code.GetDiagnostics()).map((each) => `${place(query, each.Start)}: ${each.Message}`);
    return { tree: code.Syntax, faults, columns: Object.fromEntries(resultColumns(code).map(({ name, type }) => [name, type])) };
  };
}

/** For instance "line 2", of the character at this offset. */
export const place = (query, offset) => `line ${query.slice(0, offset).split("\n").length}`;

/** The columns of what a node or a whole query results in, in their order. */
export const resultColumns = ({ ResultType }) => list(ResultType?.Columns).map((each) => ({ name: each.Name, type: each.Type.Name }));

const kinds = new Map(Object.entries(Syntax.SyntaxKind).map(([name, value]) => [value, name]));

/** What a node is, such as "FilterOperator". */
export const kindOf = (node) => kinds.get(node.Kind);

/** The items of a list of the tree, without the commas between them. */
export function items(syntaxList) {
  const found = [];
  for (let index = 0; index < (syntaxList?.ChildCount ?? 0); index++) {
    const child = syntaxList.GetChild(index);
    found.push(kindOf(child) === "SeparatedElement" ? child.GetChild(0) : child);
  }
  return found;
}

function list(found) {
  return found ? globalThis.Bridge.toArray(found) : [];
}
