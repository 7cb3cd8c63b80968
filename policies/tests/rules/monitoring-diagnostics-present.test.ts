import assert from "node:assert/strict";
import { test } from "node:test";
import { monitoringDiagnosticsPresent as rule } from "../../rules/monitoring/monitoring-diagnostics-present";
import { account, diagnostics, environment, grant, GROUP, registry, workspace } from "../fixtures";
import {
  change,
  passes,
  type Planned,
  replaced,
  run,
  UNKNOWN,
  versioned,
  without,
} from "../testkit";

const page = "See policies/docs/monitoring-diagnostics-present.md";
const fix =
  "Add a DiagnosticSetting with the resource, a workspaceId and logs with categoryGroup allLogs enabled";
const message = (resource: string, seen: string) =>
  `${resource} sends no logs to a workspace (DiagnosticSetting: ${seen}). ${fix}. ${page}`;

const stack = (): Planned[] => [
  workspace(),
  account(),
  registry(),
  environment(),
  ...["eu-1", "registry", "environment"].map(diagnostics),
];
const setting = diagnostics("eu-1");
const silent = message("Account 'eu-1'", "eu-1-diagnostics has no enabled logs");

test("resources_with_logs_pass", () => assert.deepEqual(run(rule, stack()), passes));

for (const [target, resource] of [
  ["eu-1", "Account 'eu-1'"],
  ["registry", "Registry 'registry'"],
  ["environment", "ManagedEnvironment 'environment'"],
] as const) {
  test(`${target}_without_a_setting_is_a_violation`, () => {
    assert.deepEqual(run(rule, without(stack(), `${target}-diagnostics`)).violations, [
      message(resource, "unset"),
    ]);
  });
}

test("security_group_and_public_address_count", () => {
  for (const type of ["NetworkSecurityGroup", "PublicIPAddress"]) {
    const part: Planned = { type: `azure-native:network:${type}`, name: "edge", props: {} };
    assert.deepEqual(run(rule, [part]).violations, [message(`${type} 'edge'`, "unset")]);
    assert.deepEqual(run(rule, [workspace(), part, diagnostics("edge")]), passes);
  }
});

test("setting_of_another_account_does_not_count", () => {
  const twelve = Array.from({ length: 12 }, (_, index) => account(`a-${index}`));
  const settings = twelve.slice(1).map((each) => diagnostics(each.name));
  const seen = run(rule, [workspace(), ...twelve, ...settings]);
  assert.deepEqual(seen.violations, [message("Account 'a-0'", "unset")]);
});

for (const [what, logs] of [
  ["disabled", [{ categoryGroup: "allLogs", enabled: false }]],
  ["empty", []],
  ["absent", undefined],
  ["of_no_category", [{ enabled: true }]],
] as const) {
  test(`setting_whose_logs_are_${what}_is_a_violation`, () => {
    assert.deepEqual(run(rule, replaced(stack(), change(setting, "logs", logs))).violations, [
      silent,
    ]);
  });
}

test("setting_that_lists_categories_passes", () => {
  const listed = change(setting, "logs", [{ category: "Audit", enabled: true }]);
  assert.deepEqual(run(rule, replaced(stack(), listed)), passes);
});

test("setting_without_a_workspace_is_a_violation", () => {
  const elsewhere = {
    ...change(setting, "workspaceId", undefined),
    from: { resourceUri: ["eu-1"] },
  };
  assert.deepEqual(run(rule, replaced(stack(), elsewhere)).violations, [
    message("Account 'eu-1'", "eu-1-diagnostics goes elsewhere"),
  ]);
});

const hub = `${GROUP}/providers/Microsoft.OperationalInsights/workspaces/hub`;
const toHub: Planned = { ...change(setting, "workspaceId", hub), from: { resourceUri: ["eu-1"] } };

test("workspace_outside_the_stack_passes", () => {
  assert.deepEqual(run(rule, replaced(stack(), toHub)), passes);
});

test("option_workspace_ids_limits_which_workspaces_outside_the_stack_count", () => {
  assert.deepEqual(
    run(rule, replaced(stack(), toHub), { workspaceIds: [hub.toUpperCase()] }),
    passes,
  );
  assert.equal(
    run(rule, replaced(stack(), toHub), { workspaceIds: [`${hub}2`] }).violations.length,
    1,
  );
});

test("setting_is_found_by_an_id_that_differs_in_case", () => {
  const id = `${GROUP}/providers/Microsoft.CognitiveServices/accounts/eu-1`;
  const known = change(account(), "id", id);
  const byId: Planned = {
    ...change(setting, "resourceUri", id.toLowerCase()),
    from: { workspaceId: ["workspace"] },
  };
  assert.deepEqual(run(rule, [workspace(), known, byId]), passes);
});

test("setting_of_an_unknown_target_leaves_the_account_undecided", () => {
  const lost: Planned = {
    ...change(setting, "resourceUri", UNKNOWN),
    from: { workspaceId: ["workspace"] },
  };
  const seen = run(rule, [workspace(), account(), lost]);
  assert.deepEqual(seen.violations, []);
  assert.match(seen.undecided ?? "", /^cognitiveservices:Account 'eu-1': .*resourceUri/);
});

test("stack_without_such_resources_is_not_its_business", () =>
  assert.ok(run(rule, [grant()]).notApplicable));

test("pinned_api_versions_do_not_escape", () => {
  assert.deepEqual(run(rule, stack().map(versioned)), passes);
  assert.equal(run(rule, [versioned(account())]).violations.length, 1);
});
