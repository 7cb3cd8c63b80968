// Scalar functions. Their results: Microsoft Learn, the page of each function.
import { located, QueryFault } from "./fault.mjs";
import { datetime, datetimeText, modulo, timespan, timespanText } from "./time.mjs";
import { dynamicText, long, missing, numeric } from "./values.mjs";

const unlessNull = (convert) => (value) => (value === null ? null : convert(value));

/** How each type becomes a text. Kusto does not document how it writes a real or a bool. */
const texts = {
  string: (value) => value,
  long: (value) => (value === null ? "" : String(value)),
  int: (value) => (value === null ? "" : String(value)),
  datetime: (value) => (value === null ? "" : datetimeText(value, 7)),
  timespan: (value) => (value === null ? "" : timespanText(value)),
  dynamic: dynamicText,
};

/** A conversion from a dynamic goes by what it holds; from a bag or an array there is none. */
const ofDynamic = (table) => (value) =>
  table[typeof value === "number" ? "real" : typeof value === "boolean" ? "bool" : typeof value]?.(value) ?? null;

const number = (text) => (/^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(text) ? Number(text) : null);

function integerOf(text) {
  const value = number(text);
  if (value !== null && !/^\s*[+-]?\d+\s*$/.test(text)) throw new RangeError(`an integer of the text "${text}" is not supported`);
  return value === null ? null : long(value);
}

const truncated = (value) => (Number.isFinite(value) ? long(Math.trunc(value)) : null);
const toReal = { string: number, long: (value) => value, int: (value) => value, real: (value) => value, bool: Number };
const toLong = { string: integerOf, long: (value) => value, int: (value) => value, real: truncated, bool: Number };
const toInt = Object.fromEntries(Object.entries(toLong).map(([type, convert]) => [type, (value) => small(convert(value))]));
const toBool = {
  string: (text) => ({ true: true, false: false })[text.toLowerCase()] ?? null,
  bool: (value) => value,
  long: Boolean,
  int: Boolean,
  real: Boolean,
};
const toDatetime = { string: dateOf, datetime: (value) => value };
const toTimespan = { string: timespan, timespan: (value) => value };

function small(value) {
  if (value !== null && Math.abs(value) >= 2 ** 31) throw new RangeError(`an int beyond 2^31 (${value}) is not supported`);
  return value;
}

/** Kusto reads other formats too; what may be one of them is not taken for no date. */
function dateOf(text) {
  const ticks = datetime(text);
  if (ticks === null && !Number.isNaN(Date.parse(text)))
    throw new RangeError(`the datetime "${text}" is not supported (expected: ISO 8601)`);
  return ticks;
}

const conversion =
  (table) =>
  ([type]) =>
    type === "dynamic" ? ofDynamic(table) : table[type] && unlessNull(table[type]);

function parseJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const empty = (value) => value === null || value === "";

function bin([type, by]) {
  const ticks = (type === "datetime" || type === "timespan") && by === "timespan";
  if (!ticks && !(numeric(type) && numeric(by))) return undefined;
  return (value, size) =>
    value === null || size === null || size <= 0 ? null : ticks ? value - modulo(value, size) : Math.floor(value / size) * size;
}

const ofText = (apply) => (types) => (types.every((type) => type === "string") ? apply : undefined);

/** By name: from the arguments' types to a function of their values, or to nothing when there is none for these types. */
const functions = {
  tostring: ([type]) => texts[type],
  tolong: conversion(toLong),
  toint: conversion(toInt),
  toreal: conversion(toReal),
  todouble: conversion(toReal),
  tobool: conversion(toBool),
  todatetime: conversion(toDatetime),
  totimespan: conversion(toTimespan),
  parse_json: ([type]) => ({ string: parseJson, dynamic: (value) => value })[type],
  todynamic: ([type]) => functions.parse_json([type]),
  isempty: () => empty,
  isnotempty: () => (value) => !empty(value),
  isnull: () => (value) => value === null,
  isnotnull: () => (value) => value !== null,
  not: ([type]) => (type === "bool" ? unlessNull((value) => !value) : undefined),
  strcat: (types) =>
    types.every((type) => texts[type]) ? (...values) => values.map((value, index) => texts[types[index]](value)).join("") : undefined,
  strlen: ofText((text) => [...text].length),
  tolower: ofText((text) => text.toLowerCase()),
  toupper: ofText((text) => text.toUpperCase()),
  bin,
  floor: bin,
  now: (types, now) =>
    types.length === 0 ? () => now : types[0] === "timespan" ? (offset) => (offset === null ? null : now + offset) : undefined,
  ago: ([type], now) => (type === "timespan" ? (span) => (span === null ? null : now - span) : undefined),
};

/** Functions that look at no more arguments than they need: the others may have no value. */
const choices = {
  iff: (args) => choose(args),
  iif: (args) => choose(args),
  case: (args) => choose(args),
  coalesce: (args) => ({ results: args, at: (row) => first(args, row) }),
};

/** Pairs of a condition and a result, and the result of all else. */
function choose(args) {
  const conditions = args.filter((_, index) => index % 2 === 0 && index < args.length - 1);
  const results = args.filter((_, index) => index % 2 === 1 || index === args.length - 1);
  const at = (row) => {
    const found = conditions.findIndex((condition) => condition.at(row) === true);
    return (found < 0 ? results.at(-1) : results[found]).at(row);
  };
  return { results, at };
}

function first(args, row) {
  for (const each of args) {
    const value = each.at(row);
    if (!empty(value)) return value;
  }
  return missing(args[0].type);
}

/** A call of a scalar function as an expression. */
export function call(node, argumentNodes, scope, compile) {
  const name = node.Name.SimpleName;
  if (!Object.hasOwn(functions, name) && !Object.hasOwn(choices, name)) throw new QueryFault(node, `the function ${name} is not supported`);
  const args = argumentNodes.map((each) => compile(each, scope));
  const type = node.ResultType.Name;
  const constant = args.every((each) => each.constant);
  const types = args.map((each) => each.type);
  const refused = () => new QueryFault(node, `${name}(${types.join(", ")}) is not supported`);
  if (Object.hasOwn(choices, name)) {
    const { results, at } = choices[name](args);
    if (!results.every((each) => each.type === type || (numeric(each.type) && numeric(type)))) throw refused();
    return { type, at, constant };
  }
  const apply = functions[name](types, scope.now);
  if (!apply) throw refused();
  return { type, at: (row) => located(node, () => apply(...args.map((each) => each.at(row)))), constant };
}
