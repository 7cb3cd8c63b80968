import assert from "node:assert/strict";
import { test } from "node:test";
import { networkPublicAccessDisabled as rule } from "../../rules/network/network-public-access-disabled";
import { account, environment, registry } from "../fixtures";
import { change, passes, run, UNKNOWN, versioned } from "../testkit";

const message = (resource: string, seen: string) =>
  `${resource} can be reached from the public internet (publicNetworkAccess: ${seen}). Set publicNetworkAccess to Disabled. See policies/docs/network-public-access-disabled.md`;

test("closed_account_and_registry_pass", () => {
  assert.deepEqual(run(rule, account()), passes);
  assert.deepEqual(run(rule, registry()), passes);
});

test("open_account_is_a_violation", () => {
  const open = change(account(), "properties.publicNetworkAccess", "Enabled");
  assert.deepEqual(run(rule, open).violations, [message("Account 'eu-1'", "Enabled")]);
});

test("account_with_an_ip_allow_list_instead_is_a_violation", () => {
  const listed = change(account(), "properties", {
    networkAcls: { defaultAction: "Deny", ipRules: [{ value: "203.0.113.7" }] },
  });
  assert.deepEqual(run(rule, listed).violations, [message("Account 'eu-1'", "unset")]);
});

test("account_without_properties_is_a_violation", () => {
  assert.deepEqual(run(rule, change(account(), "properties", undefined)).violations, [
    message("Account 'eu-1'", "unset"),
  ]);
});

test("open_registry_is_a_violation", () => {
  const open = change(registry(), "publicNetworkAccess", "Enabled");
  assert.deepEqual(run(rule, open).violations, [message("Registry 'registry'", "Enabled")]);
});

test("registry_that_says_nothing_is_a_violation", () => {
  const silent = change(registry(), "publicNetworkAccess", undefined);
  assert.deepEqual(run(rule, silent).violations, [message("Registry 'registry'", "unset")]);
});

for (const sku of ["Standard", undefined]) {
  test(`registry_with_sku_${sku}_is_a_violation`, () => {
    assert.deepEqual(run(rule, change(registry(), "sku.name", sku)).violations, [
      `Registry 'registry' has a SKU that cannot be closed to the public internet (sku.name: ${sku ?? "unset"}). Set sku.name to Premium. See policies/docs/network-public-access-disabled.md`,
    ]);
  });
}

test("value_unknown_in_preview_is_undecided", () => {
  const seen = run(rule, change(account(), "properties.publicNetworkAccess", UNKNOWN));
  assert.deepEqual(seen.violations, []);
  assert.match(seen.undecided ?? "", /publicNetworkAccess/);
});

test("what_is_known_to_be_wrong_is_reported_although_something_else_is_unknown", () => {
  const half = change(change(registry(), "publicNetworkAccess", "Enabled"), "sku.name", UNKNOWN);
  const seen = run(rule, half);
  assert.equal(seen.violations.length, 1);
  assert.match(seen.undecided ?? "", /sku.name/);
});

test("environment_is_not_its_business", () => {
  assert.equal(
    run(rule, environment()).notApplicable,
    "The rule applies to cognitiveservices:Account, containerregistry:Registry",
  );
});

test("pinned_api_version_does_not_escape", () => {
  const pinned = versioned(change(registry(), "publicNetworkAccess", "Enabled"));
  assert.equal(run(rule, pinned).violations.length, 1);
});
