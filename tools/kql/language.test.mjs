// Operators over tables by example, and what is refused. Where Kusto's documentation (Microsoft Learn, "Kusto Query Language") gives
// a result, it is that one; the page is named.
import assert from "node:assert/strict";
import { test } from "node:test";
import { evaluator } from "./engine/evaluate.mjs";

const schemas = {
  T: { TimeGenerated: "datetime", name: "string", n: "long", ratio: "real", flag: "bool", more: "dynamic" },
  U: { TimeGenerated: "datetime", name: "string", n: "string" },
};
const evaluate = evaluator(schemas);
const now = "2026-11-27T12:00:00Z";
const run = (query, tables) => evaluate({ query, now, tables });

const rows = [
  { TimeGenerated: "2026-11-27T11:00:00Z", name: "a", n: 3, ratio: 1.5, flag: true, more: { k: "x" } },
  { TimeGenerated: "2026-11-27T11:04:59.9999999Z", name: "b", n: 1, ratio: 0.5 },
  { TimeGenerated: "2026-11-27T11:05:00Z", name: "a", more: { k: "y" } },
];
const ofNumbers = "datatable(x: long)[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]";

/** Queries over T and what they result in. */
const queries = {
  "Null values, the where operator: a row whose condition is null is dropped": [
    'datatable(ival: int, sval: string)[5, "a", int(null), "b"] | where ival != 5',
    [[null, "b"]],
  ],
  "where keeps what is true alone": ["T | where n > 1 | project name, n", [["a", 3]]],
  "let names a value and a table": ["let few = 2; let some = T | where n >= few; some | project n", [[3]]],
  "extend adds a column, or gives another its value": [
    "T | extend n = n * 2, k = tostring(more.k) | project name, n, k",
    [
      ["a", 6, "x"],
      ["b", 2, ""],
      ["a", null, "y"],
    ],
  ],
  "columns of one extend do not see each other": ["datatable(n: long)[1] | extend n = n + 1, m = n", [[2, 1]]],
  "project-away leaves the others": ["datatable(a: long, b: long, c: long)[1, 2, 3] | project-away a, c", [[2]]],
  "distinct keeps one row of each": ["T | distinct name", [["a"], ["b"]]],
  "count is a row": ["T | count", [[3]]],
  "sort falls, nulls last": ["T | sort by n | project n", [[3], [1], [null]]],
  "sort rises, nulls first, unless told": ["T | order by n asc | project n", [[null], [1], [3]]],
  "sort by two, nulls where they are told": [
    "T | order by name asc, n asc nulls last | project name, n",
    [
      ["a", 3],
      ["a", null],
      ["b", 1],
    ],
  ],
  "sort operator: NaN stands with null": [
    "datatable(x: real)[5, real(nan), -5, real(null), 0, real(+inf), real(-inf)] | sort by x asc",
    [[null], ["NaN"], ["-Infinity"], [-5], [0], [5], ["Infinity"]],
  ],
  "sort operator: NaN stands with null, last": [
    "datatable(x: real)[5, real(nan), -5, real(null), 0] | sort by x desc",
    [[5], [0], [-5], ["NaN"], [null]],
  ],
  "top is a sort and a take": ["T | top 1 by n asc nulls last | project n", [[1]]],
  "take and limit": ["T | take 2 | limit 1 | project name", [["a"]]],
  "countif(): Count based on string length": [
    'let T = datatable(name: string, day_of_birth: long)["John", 9, "Paul", 18, "George", 25, "Ringo", 7]; T | summarize countif(strlen(name) > 4)',
    [[2]],
  ],
  "summarize operator: sum and avg leave nulls out": ["datatable(y: real)[real(null), 5, 5, 5] | summarize sum(y), avg(y)", [[15, 5]]],
  "summarize operator: count counts nulls": ["datatable(y: real)[real(null), 5] | summarize count()", [[2]]],
  "summarize operator: of no rows, a row without groups": [
    "datatable(x: long)[] | summarize avg(x), max(x), min(x), percentile(x, 55), sum(x), sumif(x, x > 0), count(), countif(x > 0), dcount(x), dcountif(x, x > 0)",
    [["NaN", null, null, null, 0, 0, 0, 0, 0, 0]],
  ],
  "summarize operator: of no rows, none with groups": ["datatable(x: long)[] | summarize count() by x", []],
  "summarize by a bin of time": [
    "T | summarize count(), sum(n) by bin(TimeGenerated, 5m)",
    [
      ["2026-11-27T11:00:00Z", 2, 4],
      ["2026-11-27T11:05:00Z", 1, 0],
    ],
  ],
  "summarize by several, with expressions around aggregates": [
    "T | summarize share = 100.0 * countif(n > 1) / count(), ['last'] = max(TimeGenerated) by name, k = tostring(more.k)",
    [
      ["a", "x", 100, "2026-11-27T11:00:00Z"],
      ["b", "", 0, "2026-11-27T11:04:59.9999999Z"],
      ["a", "y", 0, "2026-11-27T11:05:00Z"],
    ],
  ],
  "groups of a null and of a text are two": [
    'datatable(x: string)["null", "n"] | summarize count() by x',
    [
      ["null", 1],
      ["n", 1],
    ],
  ],
  "min and max, with a condition too": [
    `${ofNumbers} | summarize min(x), max(x), minif(x, x > 4), maxif(x, x < 4), avgif(x, x > 8)`,
    [[1, 10, 5, 3, 9.5]],
  ],
  "percentile by the nearest rank": [
    `${ofNumbers} | summarize percentile(x, 5), percentile(x, 50), percentile(x, 51), percentile(x, 95), percentile(x, 100)`,
    [[1, 5, 6, 10, 10]],
  ],
  "dcount leaves nulls out": ["datatable(x: long)[1, 1, 2, long(null)] | summarize dcount(x)", [[2]]],
  "sum and avg of a NaN are NaN": ["datatable(x: real)[1, real(nan)] | summarize sum(x), avg(x)", [["NaN", "NaN"]]],
  "union has every column, by name and type": [
    "union withsource = from T, U | project from, name, n_long, n_string",
    [
      ["T", "a", 3, ""],
      ["T", "b", 1, ""],
      ["T", "a", null, ""],
      ["U", "u", null, "7"],
    ],
  ],
  "union of all tables": ["union * | count", [[4]]],
  "union after a pipe": [
    "T | union U | summarize count() by name",
    [
      ["a", 2],
      ["b", 1],
      ["u", 1],
    ],
  ],
  "nothing of a comment or a blank line is read": ["// comment\n\nT // more\n| where n == 3\n| project n\n", [[3]]],
};

for (const [name, [query, expected]] of Object.entries(queries)) {
  test(name, () =>
    assert.deepEqual(run(query, { T: rows, U: [{ TimeGenerated: "2026-11-27T11:00:00Z", name: "u", n: "7" }] }).rows, expected),
  );
}

test("rows outside the window are not seen: its begin is in it, its end is not", () => {
  const seen = evaluate({ query: "T | count", from: "2026-11-27T11:04:59.9999999Z", now: "2026-11-27T11:05:00Z", tables: { T: rows } });
  assert.deepEqual(seen.rows, [[1]]);
});

test("columns carry Kusto's names and types", () => {
  const { columns } = run("T | summarize count(), avg(ratio), percentile(n, 50) by name, bin(TimeGenerated, 1h)");
  assert.deepEqual(
    columns.map(({ name, type }) => `${name}: ${type}`),
    ["name: string", "TimeGenerated: datetime", "count_: long", "avg_ratio: real", "percentile_n_50: long"],
  );
});

test("a dynamic is answered as JSON", () =>
  assert.deepEqual(run("T | project more, flag", { T: rows }).rows, [
    [{ k: "x" }, true],
    [null, null],
    [{ k: "y" }, null],
  ]));

/** What the engine does not do, or Kusto would not. */
const refusals = {
  "T | mv-expand more": "line 1: the operator mv-expand is not supported",
  "T\n| join kind=inner (T) on name": "line 2: the operator join is not supported",
  "T\n\n| extend x = hash(name)": "line 3: the function hash is not supported",
  "T | summarize make_list(n)": "line 1: the function make_list is not supported",
  "T | summarize hint.strategy = shuffle count() by name": "line 1: hint.strategy is not supported",
  "T | where nothing > 1": /^line 1: The name 'nothing' does not refer to any known column/,
  "T | where nothing(n)": /^line 1: .*'nothing' does not refer to any known function/,
  "T | wher n": /^line 1: Query operator expected/,
  'T | where more.k == "x"':
    "line 1: dynamic == string is not supported (expected: the dynamic in tostring(), tolong() or another conversion)",
  "T | summarize count() by tostring(more.k), x = more.k": /^line 1: .*dynamic/,
  "T | distinct more": /^line 1: .*dynamic/,
  "T | extend n + 1": "line 1: n+1 without a name is not supported",
  "T | project tostring(ratio)": "line 1: tostring(real) is not supported",
  "datatable(x: real)[1, real(nan)] | summarize max(x)": "line 1: NaN among the values is not supported",
  "print 1 / 0": "line 1: a division of an integer by zero is not supported",
  "print 9007199254740991 + 1": "line 1: a long beyond 2^53 (9007199254740992) is not supported",
  'print todatetime("Sat, 8 Nov 14 15:05:02 GMT")':
    'line 1: the datetime "Sat, 8 Nov 14 15:05:02 GMT" is not supported (expected: ISO 8601)',
  'print tolong("1.5")': 'line 1: an integer of the text "1.5" is not supported',
  'print "a" matches regex "a"': "line 1: string matches regex string is not supported",
  'print dynamic({"a": datetime(2020-01-01)})': "line 1: datetime(2020-01-01) in a dynamic is not supported",
  "union withsource = s (T | take 1), U": "line 1: withsource of anything but tables is not supported",
  "union kind = inner T, U": "line 1: kind is not supported",
  "T | count; T | count": "line 1: a statement other than let before the last is not supported",
  "let f = (x: long) { x + 1 }; print f(1)": /^line 1: .* is not supported$/,
  "let x = 1;": /^line 1: /,
};

for (const [query, expected] of Object.entries(refusals)) {
  test(`refused: ${query.replaceAll("\n", " ")}`, () =>
    assert.throws(
      () => run(query, { T: rows }),
      (error) => (typeof expected === "string" ? assert.equal(error.message, expected) : assert.match(error.message, expected)) ?? true,
    ));
}

test("a row that is not of its table is named", () => {
  const of = (row) => ({ T: [rows[0], row] });
  assert.throws(() => run("T", of({ x: 1 })), { message: "tables.T[1].x: unknown (expected: a column of the table)" });
  assert.throws(() => run("T", of({ n: "1" })), { message: 'tables.T[1].n: "1" (expected: long)' });
  assert.throws(() => run("T", { V: [] }), { message: "tables.V: unknown (expected: T, U)" });
});
