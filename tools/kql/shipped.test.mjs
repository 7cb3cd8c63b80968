// Every query that Sluice ships, run on sample rows.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { evaluator } from "./engine/evaluate.mjs";
import { now, results, runbooks, tables } from "./samples.mjs";

const here = (path) => new URL(path, import.meta.url);
const read = (path) => readFileSync(here(path), "utf8");
const evaluate = evaluator(JSON.parse(read("tables.json")).tables);
const lately = (query) => evaluate({ query, now, from: "2026-11-27T11:45:00Z", tables }).rows;

const files = ["alerts", "workbook"].flatMap((folder) =>
  readdirSync(here(`../../src/main/resources/kql/${folder}/`)).map((file) => `${folder}/${file.replace(".kql", "")}`),
);
for (const file of files) {
  test(`${file}: it makes of the sample rows what it should`, () => {
    assert.ok(file in results, "no expected result in samples.mjs");
    assert.deepEqual(lately(read(`../../src/main/resources/kql/${file}.kql`)), results[file]);
  });
}

for (const page of readdirSync(here("../../docs/runbooks/"))) {
  const name = page.replace(".md", "");
  const queries = [...read(`../../docs/runbooks/${page}`).matchAll(/^```kusto\n(.*?)^```$/gms)].map(([, query]) => query);
  if (queries.length > 0) {
    test(`docs/runbooks/${page}: its query makes of the sample rows what it should`, () => {
      assert.ok(name in runbooks, "no expected result in samples.mjs");
      assert.deepEqual(queries.map(lately), [runbooks[name]]);
    });
  }
}

test("five thousand rows are evaluated", (t) => {
  const rows = Array.from({ length: 5000 }, (_, index) => tables.AzureDiagnostics[index % 24]);
  const query = read("../../src/main/resources/kql/alerts/openai-throttled.kql");
  const started = performance.now();
  assert.deepEqual(evaluate({ query, now, tables: { AzureDiagnostics: rows } }).rows, [["OPENAI-A", "gpt-5.1", (100 * 1248) / 5000]]);
  t.diagnostic(`openai-throttled.kql over 5,000 rows: ${Math.round(performance.now() - started)} ms`);
});
