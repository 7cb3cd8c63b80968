// Operators between two scalar expressions. Null rules: Microsoft Learn, "Null values"; texts: "String operators".
import { QueryFault } from "./fault.mjs";
import { modulo } from "./time.mjs";
import { long, numeric } from "./values.mjs";

const both = (operation) => (left, right) => (left === null || right === null ? null : operation(left, right));

const whole = (operation) => both((left, right) => long(operation(left, right)));

function undivided(node, operation) {
  return whole((left, right) => {
    if (right === 0) throw new QueryFault(node, "a division of an integer by zero is not supported");
    return operation(left, right);
  });
}

const classOf = (type) => (numeric(type) ? "number" : type);

/** Arithmetic of integers is an integer's. */
const integers = (node) => ({
  "+": whole((a, b) => a + b),
  "-": whole((a, b) => a - b),
  "*": whole((a, b) => a * b),
  "/": undivided(node, (a, b) => Math.trunc(a / b)),
  "%": undivided(node, modulo),
});

const reals = {
  "+": both((a, b) => a + b),
  "-": both((a, b) => a - b),
  "*": both((a, b) => a * b),
  "/": both((a, b) => a / b),
  "%": both(modulo),
};

/** Arithmetic of ticks. */
const times = {
  "datetime + timespan": both((a, b) => a + b),
  "timespan + datetime": both((a, b) => a + b),
  "timespan + timespan": both((a, b) => a + b),
  "datetime - timespan": both((a, b) => a - b),
  "datetime - datetime": both((a, b) => a - b),
  "timespan - timespan": both((a, b) => a - b),
  "timespan / timespan": both((a, b) => Number(a) / Number(b)),
  "timespan * long": both((a, b) => a * BigInt(b)),
  "long * timespan": both((a, b) => BigInt(a) * b),
};

function arithmetic(node, left, right, sign) {
  if (classOf(left.type) !== "number" || classOf(right.type) !== "number") return times[`${left.type} ${sign} ${right.type}`];
  return left.type === "real" || right.type === "real" ? reals[sign] : integers(node)[sign];
}

/** Equality of a null with anything but a null is false, not null. */
export const equal = (left, right) => (left === null && right === null ? null : left === right);

const not = (value) => (value === null ? null : !value);

const lower = (text) => text.toLowerCase();
const caseless = (operation) => (left, right) => operation(lower(left), lower(right));
const contains = (left, right) => left.includes(right);
const starts = (left, right) => left.startsWith(right);
const ends = (left, right) => left.endsWith(right);

const alphanumeric = /[\p{L}\p{N}]/u;

/** Whether a text holds another as a whole term: no letter or digit goes on where the other begins or ends with one. */
function has(left, right) {
  const first = right !== "" && alphanumeric.test(right[0]);
  const last = right !== "" && alphanumeric.test(right.at(-1));
  for (let at = left.indexOf(right); at >= 0; at = left.indexOf(right, at + 1)) {
    const before = first && at > 0 && alphanumeric.test(left[at - 1]);
    const after = last && at + right.length < left.length && alphanumeric.test(left[at + right.length]);
    if (!before && !after) return true;
  }
  return false;
}

const texts = {
  "=~": caseless(equal),
  has: caseless(has),
  has_cs: has,
  contains: caseless(contains),
  contains_cs: contains,
  startswith: caseless(starts),
  startswith_cs: starts,
  endswith: caseless(ends),
  endswith_cs: ends,
};

const comparable = ["number", "datetime", "timespan"];
const order = { "<": (a, b) => a < b, "<=": (a, b) => a <= b, ">": (a, b) => a > b, ">=": (a, b) => a >= b };

const logic = {
  and: (left, right) => (left === false || right === false ? false : left === null || right === null ? null : true),
  or: (left, right) => (left === true || right === true ? true : left === null || right === null ? null : false),
};

/** The function of two values that an operator is between values of these types; a fault when it is none that is known. */
export function operation(node, left, right) {
  const sign = node.Operator.Text.toLowerCase();
  const kind = classOf(left.type);
  const alike = kind === classOf(right.type);
  const found =
    (sign in reals && arithmetic(node, left, right, sign)) ||
    (sign in logic && alike && kind === "bool" && logic[sign]) ||
    (sign in order && alike && comparable.includes(kind) && both(order[sign])) ||
    (alike && kind !== "dynamic" && { "==": equal, "!=": (a, b) => not(equal(a, b)) }[sign]) ||
    (alike && kind === "string" && textual(sign));
  if (!found) throw new QueryFault(node, `${left.type} ${sign} ${right.type} is not supported${remedy(left, right)}`);
  return found;
}

function textual(sign) {
  const opposite = sign === "!~" ? texts["=~"] : sign.startsWith("!") && texts[sign.slice(1)];
  return opposite ? (a, b) => !opposite(a, b) : texts[sign];
}

function remedy(left, right) {
  return left.type === "dynamic" || right.type === "dynamic"
    ? " (expected: the dynamic in tostring(), tolong() or another conversion)"
    : "";
}
