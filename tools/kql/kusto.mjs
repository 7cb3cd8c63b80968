// Kusto's own parser, made for browsers: its two scripts put `Bridge` and `Kusto` on the global object.
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
require("@kusto/language-service-next/bridge.min.js");
require("@kusto/language-service-next/Kusto.Language.Bridge.min.js");
const { GlobalState, KustoCode, Symbols } = globalThis.Kusto.Language;

/**
 * A parser that knows these tables, each a map of column names to Kusto's types. A query becomes its faults, each with the line
 * it is on, and the columns of its result.
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
    const faults = list(code.GetDiagnostics()).map((each) => `line ${query.slice(0, each.Start).split("\n").length}: ${each.Message}`);
    const columns = list(code.ResultType?.Columns).map((each) => [each.Name, each.Type.Name]);
    return { faults, columns: Object.fromEntries(columns) };
  };
}

function list(items) {
  return items ? globalThis.Bridge.toArray(items) : [];
}
