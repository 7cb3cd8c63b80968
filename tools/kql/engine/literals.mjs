// Literals. Their texts are read here: the parser's own values of hexadecimal numbers and of clock times are wrong.
import { items, kindOf } from "../kusto.mjs";
import { QueryFault } from "./fault.mjs";
import { datetime, timespan } from "./time.mjs";
import { long, missing } from "./values.mjs";

/** The readers of literals, by kind of node: each takes the text between the parentheses of `long(…)`, or the whole. */
const readers = {
  LongLiteralExpression: ["long", integer],
  IntLiteralExpression: ["int", integer],
  RealLiteralExpression: ["real", real],
  BooleanLiteralExpression: ["bool", (text) => ({ true: true, false: false, 1: true, 0: false })[text.toLowerCase()]],
  DateTimeLiteralExpression: ["datetime", (text, now) => (text === "" ? now : (datetime(unquoted(text)) ?? undefined))],
  TimespanLiteralExpression: ["timespan", (text) => timespan(unquoted(text)) ?? undefined],
};

export const isLiteral = (kind) =>
  kind in readers || kind === "StringLiteralExpression" || kind === "CompoundStringLiteralExpression" || kind === "DynamicExpression";

/** The type and value of a literal. */
export function literal(node, now) {
  const kind = kindOf(node);
  if (kind === "DynamicExpression") return { type: "dynamic", value: json(node.Expression) };
  if (!(kind in readers)) return { type: "string", value: node.LiteralValue };
  const [type, read] = readers[kind];
  const text = inner(node);
  if (text === "null") return { type, value: missing(type) };
  const value = read(text, now);
  if (value === undefined) throw new QueryFault(node, `the ${type} ${node.ToString().trim()} is not supported`);
  return { type, value };
}

function inner(node) {
  const text = node.ToString().trim();
  return (/^[a-z]+\((.*)\)$/is.exec(text)?.[1] ?? text).trim();
}

const unquoted = (text) => text.replace(/^(["'])(.*)\1$/, "$2");

function integer(text) {
  if (!/^-?(\d+|0x[0-9a-f]+)$/i.test(text)) return undefined;
  const sign = text.startsWith("-") ? -1 : 1;
  return long(sign * Number(text.replace("-", "")));
}

function real(text) {
  const special = { nan: NaN, "+inf": Infinity, "-inf": -Infinity }[text];
  if (special !== undefined) return special;
  return /^-?\d+(\.\d*)?(e[+-]?\d+)?$/i.test(text) ? Number(text) : undefined;
}

/** What stands between the parentheses of `dynamic(…)`, as long as it is JSON. */
function json(node) {
  const kind = kindOf(node);
  if (kind === "JsonArrayExpression") return items(node.Values).map(json);
  if (kind === "JsonObjectExpression") return Object.fromEntries(items(node.Pairs).map((pair) => [pair.Name.ValueText, json(pair.Value)]));
  if (kind === "UnaryMinusExpression") return -json(node.Expression);
  if (kind === "NullLiteralExpression") return null;
  const { type, value } = isLiteral(kind) ? literal(node) : {};
  if (!["string", "long", "real", "bool"].includes(type))
    throw new QueryFault(node, `${node.ToString().trim()} in a dynamic is not supported`);
  return value;
}
