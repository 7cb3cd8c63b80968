// Columns of text.

export const number = new Intl.NumberFormat("en-US");

/** @param right which columns hold numbers, which end where those above them end */
export const table = (rows, right = []) => {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const pad = (cell, column) => (right[column] ? cell.padStart(widths[column]) : cell.padEnd(widths[column]));
  return rows.map((row) => row.map(pad).join("  ").trimEnd());
};

/** A table below a free line; nothing when it has no rows. */
export const part = (titles, right, rows) => (rows.length === 0 ? [] : ["", ...table([titles, ...rows], right)]);
