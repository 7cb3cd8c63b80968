// Scalar expressions of the syntax tree become functions of a row.
import { items, kindOf } from "../kusto.mjs";
import { operation } from "./binary.mjs";
import { located, QueryFault } from "./fault.mjs";
import { call } from "./functions.mjs";
import { isLiteral, literal } from "./literals.mjs";

/**
 * @typedef {{type: string, at: (row: any[]) => any, constant: boolean}} Expression of a Kusto type; a constant one needs no row
 *
 * @typedef Scope what an expression may name
 * @property {{name: string, type: string}[]} columns of the rows
 * @property {Map<string, Expression>} lets
 * @property {bigint} now
 * @property {(node: object) => Expression | undefined} [aggregate] of a call, where aggregates may stand
 */

export const constant = (type, value) => ({ type, at: () => value, constant: true });

/** What an item of a list computes, with or without a name for it. */
export const valueOf = (node) => (kindOf(node) === "SimpleNamedExpression" ? node.Expression : node);

/** @returns {Expression} */
export function compile(node, scope) {
  const kind = kindOf(node);
  if (isLiteral(kind)) {
    const { type, value } = literal(node, scope.now);
    return constant(type, value);
  }
  if (kind in compilers) return compilers[kind](node, scope);
  if (node.Operator && node.Left && node.Right) return binary(node, scope);
  throw new QueryFault(node, `${node.ToString().trim()} is not supported`);
}

const compilers = {
  NameReference: name,
  ParenthesizedExpression: (node, scope) => compile(node.Expression, scope),
  UnaryMinusExpression: minus,
  PathExpression: (node, scope) => member(node, compile(node.Expression, scope), constant("string", node.Selector.SimpleName)),
  ElementExpression: (node, scope) => member(node, compile(node.Expression, scope), compile(node.Selector.Expression, scope)),
  FunctionCallExpression: (node, scope) => scope.aggregate?.(node) ?? call(node, items(node.ArgumentList.Expressions), scope, compile),
  InExpression: (node, scope) => oneOf(node, scope, "=="),
  InCsExpression: (node, scope) => oneOf(node, scope, "=~"),
  NotInExpression: (node, scope) => negated(oneOf(node, scope, "==")),
  NotInCsExpression: (node, scope) => negated(oneOf(node, scope, "=~")),
  HasAnyExpression: (node, scope) => oneOf(node, scope, "has"),
  BetweenExpression: between,
  NotBetweenExpression: (node, scope) => negated(between(node, scope)),
};

function name(node, scope) {
  const index = scope.columns.findIndex((column) => column.name === node.SimpleName);
  if (index >= 0) return { type: scope.columns[index].type, at: (row) => row[index], constant: false };
  const named = scope.lets.get(node.SimpleName);
  if (named?.at) return named;
  throw new QueryFault(node, `${node.SimpleName} is not supported here`);
}

function minus(node, scope) {
  const { type, at, constant } = compile(node.Expression, scope);
  if (!["long", "int", "real", "timespan"].includes(type)) throw new QueryFault(node, `-${type} is not supported`);
  const negative = (value) => (value === null ? null : value === 0 ? 0 : -value);
  return { type, at: (row) => negative(at(row)), constant };
}

function binary(node, scope) {
  const [left, right] = [compile(node.Left, scope), compile(node.Right, scope)];
  const apply = operation(node, left, right);
  return {
    type: node.ResultType.Name,
    at: (row) => located(node, () => apply(left.at(row), right.at(row))),
    constant: left.constant && right.constant,
  };
}

/** A member of a bag by its name, or of an array by its place, from the end when negative; null when there is none. */
function member(node, from, key) {
  if (from.type !== "dynamic" || !["string", "long", "int"].includes(key.type))
    throw new QueryFault(node, `${from.type}[${key.type}] is not supported`);
  const at = (row) => {
    const [value, wanted] = [from.at(row), key.at(row)];
    if (Array.isArray(value)) return typeof wanted === "number" ? (value.at(wanted) ?? null) : null;
    return value !== null && typeof value === "object" && Object.hasOwn(value, wanted) ? value[wanted] : null;
  };
  return { type: "dynamic", at, constant: from.constant && key.constant };
}

const negated = ({ at, constant }) => {
  const not = (value) => (value === null ? null : !value);
  return { type: "bool", at: (row) => not(at(row)), constant };
};

/** Behaves like "or" of the comparisons. */
function oneOf(node, scope, sign) {
  const left = compile(node.Left, scope);
  const choices = items(node.Right.Expressions).flatMap((choice) => choicesOf(choice, compile(choice, scope)));
  const tests = choices.map((choice) => ({ choice, test: operation({ ...spot(node), Operator: { Text: sign } }, left, choice) }));
  const at = (row) => {
    const value = left.at(row);
    let found = false;
    for (const { choice, test } of tests) {
      const same = test(value, choice.at(row));
      if (same) return true;
      if (same === null) found = null;
    }
    return found;
  };
  return { type: "bool", at, constant: left.constant && choices.every((choice) => choice.constant) };
}

const spot = (node) => ({ TextStart: node.TextStart });

/** A constant array stands for its items. */
function choicesOf(node, choice) {
  if (choice.type !== "dynamic") return [choice];
  const values = choice.constant ? choice.at([]) : undefined;
  const types = { string: "string", boolean: "bool", number: "real" };
  if (!Array.isArray(values) || !values.every((value) => (typeof value) in types))
    throw new QueryFault(node, "a dynamic in a list is not supported, unless it is an array of texts, numbers or bools");
  return values.map((value) => constant(types[typeof value], value));
}

function between(node, scope) {
  const value = compile(node.Left, scope);
  const first = compile(node.Right.First, scope);
  const second = compile(node.Right.Second, scope);
  const span = value.type === "datetime" && second.type === "timespan";
  const last = span ? { ...second, type: "datetime", at: (row) => addTo(first.at(row), second.at(row)) } : second;
  const from = operation({ ...spot(node), Operator: { Text: ">=" } }, value, first);
  const to = operation({ ...spot(node), Operator: { Text: "<=" } }, value, last);
  const at = (row) => {
    const [since, until] = [from(value.at(row), first.at(row)), to(value.at(row), last.at(row))];
    return since === false || until === false ? false : since === null || until === null ? null : true;
  };
  return { type: "bool", at, constant: false };
}

const addTo = (ticks, span) => (ticks === null || span === null ? null : ticks + span);
