// Kusto's scalar values as JavaScript holds them: int, long and real as numbers, datetime and timespan as ticks, dynamic as parsed
// JSON. null is Kusto's null; a string is never null, but empty.
import { datetime, datetimeText, timespanText } from "./time.mjs";

export const numeric = (type) => type === "long" || type === "int" || type === "real";

export const missing = (type) => (type === "string" ? "" : null);

/** An integer as Kusto's long; beyond 2^53 a JavaScript number would round it. */
export function long(value) {
  if (value !== null && !Number.isSafeInteger(value)) throw new RangeError(`a long beyond 2^53 (${value}) is not supported`);
  return value === 0 ? 0 : value;
}

const readers = {
  string: (value) => (typeof value === "string" ? value : undefined),
  long: (value) => (Number.isSafeInteger(value) ? value : undefined),
  int: (value) => (Number.isInteger(value) && Math.abs(value) < 2 ** 31 ? value : undefined),
  real: (value) => (typeof value === "number" ? value : undefined),
  bool: (value) => (typeof value === "boolean" ? value : undefined),
  datetime: (value) => (typeof value === "string" ? (datetime(value) ?? undefined) : undefined),
  dynamic: (value) => value,
};

/** A cell of a row that came as JSON; undefined when it is not of the column's type. */
export const fromJson = (value, type) => (value === undefined || value === null ? missing(type) : readers[type]?.(value));

const writers = {
  datetime: (ticks) => datetimeText(ticks),
  timespan: timespanText,
  real: (value) => (Number.isFinite(value) ? value : String(value)),
};

export const toJson = (value, type) => (value === null || !writers[type] ? value : writers[type](value));

/** Orders two values of one type, neither of them null nor NaN. */
export const compare = (left, right) => (left < right ? -1 : left > right ? 1 : 0);

/** A text that is equal for equal lists of values, and for these alone. */
export const keyOf = (values) => values.map((value) => (typeof value === "string" ? JSON.stringify(value) : String(value))).join(" ");

/** A dynamic value as text: a text is itself, null is empty, all else is JSON. */
export function dynamicText(value) {
  if (value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}
