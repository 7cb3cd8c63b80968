import assert from "node:assert/strict";
import { test } from "node:test";
import { identityLeastGrants as rule } from "../../rules/identity/identity-least-grants";
import { account, grant, group, GROUP, registry, SUBSCRIPTION } from "../fixtures";
import { change, passes, type Planned, run, UNKNOWN, versioned } from "../testkit";

const page = "See policies/docs/identity-least-grants.md";
const role = (guid: string) =>
  `${SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/${guid}`;
const granted = (what: string, seen: string) =>
  `RoleAssignment 'grant' grants ${what} (roleDefinitionId: ${seen}). Grant the narrowest listed role, or list this one in allowedRoles. ${page}`;
const tooWide = (seen: string) =>
  `RoleAssignment 'grant' reaches further than one resource (scope: ${seen}). Set scope to the id of the one resource that is needed. ${page}`;
const planned = (...owners: string[]): Planned => ({
  ...change(grant(), "scope", UNKNOWN),
  from: { scope: owners },
});

test("listed_role_on_one_resource_passes", () => {
  assert.deepEqual(run(rule, [grant()]), passes);
  assert.deepEqual(run(rule, [grant("7F951DDA-4ED3-4680-A7CA-43FE172D538D")]), passes);
});

for (const [guid, name] of [
  ["8e3af657-a8ff-443c-a75c-2fe8c4bcb635", "Owner"],
  ["b24988ac-6180-42a0-ab88-20f7382dd24c", "Contributor"],
  ["a001fd3d-188f-4b5d-821b-7da978bf7442", "Cognitive Services OpenAI Contributor"],
  ["ffffffff-ffff-4fff-8fff-ffffffffffff", "a role that is not on the list"],
] as const) {
  test(`granting_${name.replaceAll(" ", "_")}_is_a_violation`, () => {
    assert.deepEqual(run(rule, [grant(guid)]).violations, [granted(name, role(guid))]);
  });
}

test("absent_role_is_a_violation", () => {
  const seen = run(rule, [change(grant(), "roleDefinitionId", undefined)]);
  assert.deepEqual(seen.violations, [granted("a role that is not on the list", "unset")]);
});

for (const scope of [
  GROUP,
  GROUP.toUpperCase(),
  SUBSCRIPTION,
  "/",
  "/providers/Microsoft.Management/managementGroups/root",
  `${GROUP}/providers/Microsoft.CognitiveServices`,
]) {
  test(`scope_${scope}_is_a_violation`, () => {
    assert.deepEqual(run(rule, [change(grant(), "scope", scope)]).violations, [tooWide(scope)]);
  });
}

test("absent_scope_is_a_violation", () => {
  assert.deepEqual(run(rule, [change(grant(), "scope", undefined)]).violations, [tooWide("unset")]);
});

test("scope_that_is_a_part_of_a_resource_passes", () => {
  const part = `${GROUP}/providers/Microsoft.DocumentDB/databaseAccounts/log/sqlDatabases/prompts`;
  assert.deepEqual(run(rule, [change(grant(), "scope", part)]), passes);
});

test("scope_of_a_resource_yet_to_be_created_passes", () => {
  assert.deepEqual(run(rule, [account(), planned("eu-1")]), passes);
  assert.deepEqual(run(rule, [registry(), planned("registry")]), passes);
});

test("scope_of_a_group_yet_to_be_created_is_a_violation", () => {
  assert.deepEqual(run(rule, [group(), planned("group")]).violations, [tooWide("group")]);
});

test("known_scope_counts_more_than_where_it_came_from", () => {
  const cut: Planned = { ...change(grant(), "scope", GROUP), from: { scope: ["eu-1"] } };
  assert.deepEqual(run(rule, [account(), cut]).violations, [tooWide(GROUP)]);
});

test("unknown_scope_of_nobody_is_undecided", () => {
  const seen = run(rule, [planned()]);
  assert.deepEqual(seen.violations, []);
  assert.match(seen.undecided ?? "", /^authorization:RoleAssignment 'grant': .*scope/);
});

test("option_allowed_roles_replaces_the_list", () => {
  const reader = "43d0d8ad-25c7-4714-9337-8ba259a9fe05";
  assert.deepEqual(run(rule, [grant(reader)], { allowedRoles: [reader.toUpperCase()] }), passes);
  assert.equal(run(rule, [grant()], { allowedRoles: [reader] }).violations.length, 1);
});

test("stack_without_grants_is_not_its_business", () =>
  assert.ok(run(rule, [account()]).notApplicable));

test("pinned_api_version_does_not_escape", () => {
  assert.equal(run(rule, [versioned(change(grant(), "scope", GROUP))]).violations.length, 1);
});
