import assert from "node:assert/strict";
import { test } from "node:test";
import { openaiDeploymentsWithinBoundary as rule } from "../../rules/openai/openai-deployments-within-boundary";
import { account, deployment, registry } from "../fixtures";
import { change, passes, type Planned, run, UNKNOWN, versioned } from "../testkit";

const page = "See policies/docs/openai-deployments-within-boundary.md";
const fix =
  "Choose a SKU within the boundary, or widen the account's data boundary in the settings";
const message = (reach: string, boundary: string, sku: string) =>
  `Deployment 'eu-1-gpt' lets data travel as far as the ${reach}, allowed is the ${boundary} (sku.name: ${sku}). ${fix}. ${page}`;

const stack = (sku: string, boundary?: string): Planned[] => [
  change(account(), "tags.dataBoundary", boundary),
  deployment(sku),
];

const SKUS = {
  region: ["Standard", "ProvisionedManaged"],
  geography: ["DataZoneStandard", "DataZoneProvisionedManaged", "DataZoneBatch"],
  world: ["GlobalStandard", "GlobalProvisionedManaged", "GlobalBatch"],
};
const REACHES = Object.keys(SKUS) as (keyof typeof SKUS)[];

for (const boundary of REACHES) {
  for (const reach of REACHES) {
    const allowed = REACHES.indexOf(reach) <= REACHES.indexOf(boundary);
    test(`${reach}_skus_of_an_account_bound_to_the_${boundary}_${allowed ? "pass" : "are_violations"}`, () => {
      for (const sku of SKUS[reach]) {
        const expected = allowed ? [] : [message(reach, boundary, sku)];
        assert.deepEqual(run(rule, stack(sku, boundary)).violations, expected);
      }
    });
  }
}

test("account_without_the_tag_is_bound_to_its_region", () => {
  assert.deepEqual(run(rule, stack("Standard")), passes);
  assert.deepEqual(run(rule, stack("DataZoneStandard")).violations, [
    message("geography", "region", "DataZoneStandard"),
  ]);
});

test("account_without_tags_is_bound_to_its_region", () => {
  const bare = change(account(), "tags", undefined);
  assert.equal(run(rule, [bare, deployment("GlobalStandard")]).violations.length, 1);
});

test("unreadable_tag_means_region", () => {
  assert.equal(run(rule, stack("DataZoneStandard", "planet")).violations.length, 1);
});

test("deployment_of_an_account_outside_the_stack_is_bound_to_its_region", () => {
  const orphan: Planned = {
    ...deployment("DataZoneStandard"),
    from: {},
    props: { accountName: "adopted", sku: { name: "DataZoneStandard" } },
  };
  assert.deepEqual(run(rule, [account(), orphan]).violations, [
    message("geography", "region", "DataZoneStandard"),
  ]);
});

test("account_is_found_by_name_where_there_is_no_edge", () => {
  const named = change(change(account(), "tags.dataBoundary", "world"), "name", "EU-1");
  const plain: Planned = {
    ...change(deployment("GlobalStandard"), "accountName", "eu-1"),
    from: {},
  };
  assert.deepEqual(run(rule, [named, plain]), passes);
});

test("each_deployment_is_judged_by_its_own_account", () => {
  const wide = change(account("us-1"), "tags.dataBoundary", "world");
  const seen = run(rule, [
    account(),
    wide,
    deployment("GlobalStandard", "us-1"),
    deployment("GlobalStandard"),
  ]);
  assert.deepEqual(seen.violations, [message("world", "region", "GlobalStandard")]);
});

// The Java SDK records no edge for an output that is not known yet, its id excepted.
const withoutEdge = (sku: string): Planned => ({ ...deployment(sku), from: {} });

test("deployment_of_an_account_unknown_in_preview_is_bound_to_what_all_accounts_share", () => {
  const two = [account("eu-1"), account("us-1")];
  assert.deepEqual(run(rule, [...two, withoutEdge("Standard")]), passes);
  assert.deepEqual(run(rule, [...two, withoutEdge("GlobalStandard")]).violations, [
    message("world", "region", "GlobalStandard"),
  ]);
});

test("deployment_of_an_account_unknown_in_preview_is_undecided_where_accounts_differ", () => {
  const two = [account("eu-1"), change(account("us-1"), "tags.dataBoundary", "world")];
  const seen = run(rule, [...two, withoutEdge("GlobalStandard")]);
  assert.deepEqual(seen.violations, []);
  assert.match(seen.undecided ?? "", /accountName/);
  assert.deepEqual(run(rule, [...two, withoutEdge("Standard")]), passes);
});

test("unheard_of_or_absent_sku_is_a_violation_even_where_the_world_is_allowed", () => {
  const unheard = (seen: string) =>
    `Deployment 'eu-1-gpt' has a SKU of which it is not known how far data travels, allowed is the world (sku.name: ${seen}). ${fix}. ${page}`;
  assert.deepEqual(run(rule, stack("Orbital", "world")).violations, [unheard("Orbital")]);
  const absent = change(deployment(), "sku", undefined);
  assert.deepEqual(run(rule, [stack("Standard", "world")[0]!, absent]).violations, [
    unheard("unset"),
  ]);
});

test("option_widest_boundary_tightens_every_account", () => {
  const seen = run(rule, stack("GlobalStandard", "world"), { widestBoundary: "geography" });
  assert.deepEqual(seen.violations, [message("world", "geography", "GlobalStandard")]);
  assert.deepEqual(
    run(rule, stack("DataZoneStandard", "world"), { widestBoundary: "geography" }),
    passes,
  );
});

test("option_widest_boundary_never_widens", () => {
  assert.equal(
    run(rule, stack("GlobalStandard", "region"), { widestBoundary: "world" }).violations.length,
    1,
  );
});

test("unknown_sku_is_undecided_and_hides_nothing_else", () => {
  const other = { ...deployment("GlobalStandard"), name: "eu-1-other" };
  const seen = run(rule, [account(), change(deployment(), "sku.name", UNKNOWN), other]);
  assert.equal(seen.violations.length, 1);
  assert.match(seen.undecided ?? "", /^cognitiveservices:Deployment 'eu-1-gpt': .*sku.name/);
});

test("stack_without_deployments_is_not_its_business", () => {
  assert.equal(
    run(rule, [registry()]).notApplicable,
    "The rule applies to cognitiveservices:Deployment",
  );
});

test("pinned_api_versions_do_not_escape", () => {
  const pinned = stack("GlobalStandard", "region").map(versioned);
  assert.deepEqual(run(rule, pinned).violations, [message("world", "region", "GlobalStandard")]);
});
