// Order of rows. Nulls and NaNs stand together, before or after all else: Microsoft Learn, "sort operator".
import { compare } from "./values.mjs";

/** @param orders each `{at, rises, nullsFirst}`, the first of them first */
export function sorted(table, orders) {
  const keyed = table.rows.map((row) => ({ row, keys: orders.map((order) => order.at(row)) }));
  keyed.sort((left, right) => {
    for (let index = 0; index < orders.length; index++) {
      const found = between(left.keys[index], right.keys[index], orders[index]);
      if (found !== 0) return found;
    }
    return 0;
  });
  return { ...table, rows: keyed.map(({ row }) => row) };
}

/** A null is further out than NaN, and NaN than any number. */
const distance = (value) => (value === null ? 2 : Number.isNaN(value) ? 1 : 0);

function between(left, right, { rises, nullsFirst }) {
  const [of, other] = [distance(left), distance(right)];
  if (of !== other) return nullsFirst ? other - of : of - other;
  if (of > 0) return 0;
  return rises ? compare(left, right) : -compare(left, right);
}
