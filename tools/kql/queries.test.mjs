// Every query that Sluice ships, read by Kusto's own parser against the columns of its tables.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { parse } from "yaml";
import { parser } from "./kusto.mjs";

const resources = new URL("../../src/main/resources/", import.meta.url);
const read = (path) => readFileSync(new URL(path, resources), "utf8");
const { tables } = JSON.parse(readFileSync(new URL("tables.json", import.meta.url)));
const analyze = parser(tables);

const files = ["alerts", "workbook"].flatMap((folder) => readdirSync(new URL(`kql/${folder}/`, resources)).map((file) => `kql/${folder}/${file}`));
const alerts = parse(read("alerts/alerts.yml")).filter((alert) => alert.query);
const panels = parse(read("workbook/workbook.yml")).panels.filter((panel) => panel.query);

for (const file of files) {
  test(`${file}: it parses and every column exists`, () => {
    assert.deepEqual(analyze(read(file)).faults, []);
  });

  test(`${file}: no threshold hides in it: a number has a name, or is the hundred of a percentage`, () => {
    assert.deepEqual(bareNumbers(read(file)), []);
  });
}

const runbooks = new URL("../../docs/runbooks/", import.meta.url);
for (const page of readdirSync(runbooks)) {
  const queries = [...readFileSync(new URL(page, runbooks), "utf8").matchAll(/^```kusto\n(.*?)^```$/gms)].map(([, query]) => query);
  if (queries.length > 0) {
    test(`docs/runbooks/${page}: its queries parse and their columns exist`, () => {
      assert.deepEqual(queries.flatMap((query) => analyze(query).faults), []);
    });
  }
}

for (const { id, query } of alerts) {
  test(`${id}: its measure is a number and its dimensions are texts of the result`, () => {
    const { columns } = analyze(read(`kql/alerts/${id}.kql`));
    assert.ok(["long", "int", "real"].includes(columns[query.measure]), `${query.measure}: ${columns[query.measure]}`);
    for (const dimension of query.dimensions) assert.equal(columns[dimension], "string", dimension);
    assert.deepEqual(Object.keys(columns).sort(), [query.measure, ...query.dimensions].sort());
  });
}

test("every query belongs to an alert or a panel, and each of these has its own", () => {
  const wanted = [...alerts.map(({ id }) => `kql/alerts/${id}.kql`), ...panels.map(({ query }) => `kql/workbook/${query}.kql`)];
  assert.deepEqual(files, wanted.sort());
});

test("a table or a column that does not exist, and a query that does not parse, are found", () => {
  assert.match(analyze("Nothing | take 1").faults[0], /^line 1: .*'Nothing' does not refer/);
  assert.match(analyze("AzureDiagnostics\n| where Nothing == 1").faults[0], /^line 2: .*'Nothing' does not refer/);
  assert.match(analyze("AzureDiagnostics\n| wher Category == 'x'").faults[0], /^line 2: Query operator expected/);
});

test("a number without a name is found", () => {
  assert.deepEqual(bareNumbers('let few = 20;\nT\n| where n > 17 and text == "12" // 13\n| summarize 100.0 * n, bin(t, 5m)'), ["17"]);
});

function bareNumbers(query) {
  const code = query.replace(/\/\/.*$/gm, "").replace(/"[^"]*"/g, '""').replace(/^let .*$/gm, "");
  return (code.match(/(?<![\w.])\d[\w.]*/g) ?? []).filter((number) => number !== "100.0" && !/^\d+[smhd]$/.test(number));
}
