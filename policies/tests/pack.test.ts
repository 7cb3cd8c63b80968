import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { facts, frontMatter, indexPage, SECTIONS } from "../lib/pages";
import { rules } from "../rules";

const page = (id: string) => readFileSync(`docs/${id}.md`, "utf8");

test("pack_is_exactly_these_rules", () => {
  assert.deepEqual(
    rules.map(({ ref, id, severity, scope }) => `${ref} ${id} ${severity} ${scope}`),
    [
      "ACA-5 containerapps-image-by-digest high stack",
      "GDPR-2 data-within-geographies critical resource",
      "IAM-1 identity-least-grants critical stack",
      "LOG-1 monitoring-diagnostics-present high stack",
      "PE-1 network-private-endpoint-with-dns critical stack",
      "OAI-1 network-public-access-disabled critical resource",
      "ACA-2 network-tls-floor high resource",
      "OAI-10 openai-deployments-within-boundary critical stack",
      "OAI-2 openai-local-auth-disabled critical resource",
    ],
  );
});

test("every_rule_is_mandatory", () => {
  for (const { policy } of rules) assert.equal(policy.enforcementLevel, "mandatory", policy.name);
});

test("ids_and_references_are_unique", () => {
  const ids = rules.map((rule) => rule.id);
  const refs = rules.flatMap((rule) => [rule.ref, ...(rule.alsoCovers ?? [])]);
  assert.deepEqual([...new Set(ids)], ids);
  assert.deepEqual([...new Set(refs)], refs);
});

test("ids_begin_with_their_area_and_rules_are_sorted_by_id", () => {
  const ids = rules.map((rule) => rule.id);
  assert.deepEqual([...ids].sort(), ids);
  for (const { id, area } of rules) assert.ok(id.startsWith(`${area}-`), id);
});

test("every_option_has_a_default_and_a_description", () => {
  for (const rule of rules) {
    for (const [key, schema] of Object.entries(rule.configSchema)) {
      assert.notEqual(schema.default, undefined, `${rule.id} ${key}`);
      assert.ok(schema.description, `${rule.id} ${key}`);
    }
  }
});

test("every_rule_has_a_source_a_test_and_a_page", () => {
  for (const { id, area } of rules) {
    for (const file of [`rules/${area}/${id}.ts`, `tests/rules/${id}.test.ts`, `docs/${id}.md`]) {
      assert.ok(existsSync(file), file);
    }
  }
});

test("every_page_belongs_to_a_rule", () => {
  const expected = [...rules.map((rule) => `${rule.id}.md`), "README.md"].sort();
  assert.deepEqual(readdirSync("docs").sort(), expected);
});

test("front_matter_says_what_the_code_says", () => {
  for (const rule of rules) {
    const { since, reviewed, ...rest } = frontMatter(page(rule.id));
    assert.deepEqual(rest, facts(rule));
    assert.match(since ?? "", /^\d+\.\d+\.\d+$/, rule.id);
    assert.match(reviewed ?? "", /^\d{4}-\d{2}-\d{2}$/, rule.id);
  }
});

test("pages_have_their_sections_in_order", () => {
  for (const { id } of rules) {
    const headings = page(id).matchAll(/^## (.*)$/gm);
    assert.deepEqual(
      [...headings].map((heading) => heading[1]),
      SECTIONS,
      id,
    );
  }
});

test("pages_name_every_option_of_their_rule_and_no_other", () => {
  for (const { id, configSchema } of rules) {
    const section = page(id).split("## Configuration")[1]?.split("## Exceptions")[0] ?? "";
    const documented = [...section.matchAll(/^\| `(\w+)`/gm)].map((row) => row[1]);
    const { exceptions, ...options } = configSchema;
    assert.ok(exceptions, id);
    assert.deepEqual(documented, Object.keys(options), id);
  }
});

test("index_page_is_what_npm_run_index_writes", () => {
  assert.equal(readFileSync("docs/README.md", "utf8"), indexPage(rules));
});
