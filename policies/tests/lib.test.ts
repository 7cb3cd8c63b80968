import assert from "node:assert/strict";
import { test } from "node:test";
import { judge } from "../lib/exceptions";
import { message, shown } from "../lib/messages";
import { defineRule, defineStackRule } from "../lib/rule";
import { azureType } from "../lib/types";
import { known } from "../lib/unknown";
import { account, registry } from "./fixtures";
import { passes, run } from "./testkit";

for (const [token, type] of [
  ["azure-native:app:ContainerApp", "app:ContainerApp"],
  ["azure-native:app/v20230501:ContainerApp", "app:ContainerApp"],
  ["azure-native:app/v20231102preview:ContainerApp", "app:ContainerApp"],
  ["azure-native-v2:app:ContainerApp", "app:ContainerApp"],
  ["azure-native_app_v20240301:app:ContainerApp", "app:ContainerApp"],
  ["azure:containerapp/app:App", undefined],
  ["pulumi:providers:azure-native", undefined],
  ["infra:network:PrivateEndpoint", undefined],
  ["my-azure-native:app:ContainerApp", undefined],
] as const) {
  test(`token_${token}_is_${type}`, () => assert.equal(azureType(token), type));
}

test("container_app_and_its_job_are_different_types", () => {
  assert.notEqual(azureType("azure-native:app:ContainerAppsAuthConfig"), "app:ContainerApp");
});

test("message_names_resource_property_value_fix_and_page", () => {
  const finding = { problem: "is red", property: "colour", seen: ["red"], fix: "Paint it" };
  assert.equal(
    message("area-rule", "app:ContainerApp", "proxy", finding),
    `ContainerApp 'proxy' is red (colour: ["red"]). Paint it. See policies/docs/area-rule.md`,
  );
});

test("absent_and_null_are_shown_as_unset_and_empty_text_as_itself", () => {
  assert.deepEqual([undefined, null, false, "", 0].map(shown), [
    "unset",
    "unset",
    "false",
    "",
    "0",
  ]);
});

test("only_unknown_values_are_taken_for_unknown", () => {
  assert.equal(
    known(() => 1),
    1,
  );
  assert.throws(
    () =>
      known(() => {
        throw new TypeError("broken rule");
      }),
    TypeError,
  );
});

const today = "2026-11-25";
const exception = (change = {}) => ({
  resource: "eu-1",
  reason: "migration",
  expires: "2026-12-31",
  ...change,
});

test("exception_counts_up_to_and_with_its_last_day", () => {
  assert.deepEqual(judge([exception({ expires: today })], "eu-1", today), {
    excepted: true,
    faults: [],
  });
  const late = judge([exception({ expires: "2026-11-24" })], "eu-1", today);
  assert.equal(late.excepted, false);
  assert.deepEqual(late.faults, [
    {
      problem: "has an exception that does not count",
      property: "expires",
      seen: "2026-11-24",
      fix: "Set a date from 2026-11-25 on (YYYY-MM-DD) or remove the exception",
    },
  ]);
});

for (const expires of ["2027-02-30", "31.12.2027", "soon", "", undefined]) {
  test(`exception_until_${expires}_does_not_count`, () => {
    const seen = judge([exception({ expires })], "eu-1", today);
    assert.equal(seen.excepted, false);
    assert.equal(seen.faults[0]?.property, "expires");
  });
}

for (const reason of ["", "  ", undefined]) {
  test(`exception_with_reason_'${reason}'_does_not_count`, () => {
    const seen = judge([exception({ reason })], "eu-1", today);
    assert.equal(seen.excepted, false);
    assert.equal(seen.faults[0]?.fix, "Give a reason or remove the exception");
  });
}

test("exception_of_another_resource_does_not_count", () => {
  assert.deepEqual(judge([exception()], "eu-10", today), { excepted: false, faults: [] });
});

test("good_exception_counts_beside_a_bad_one_which_is_still_reported", () => {
  const seen = judge([exception(), exception({ reason: "" })], "eu-1", today);
  assert.equal(seen.excepted, true);
  assert.equal(seen.faults.length, 1);
});

const facts = {
  id: "area-rule",
  ref: "X-1",
  title: "All is well",
  severity: "low",
  area: "area",
  appliesTo: ["cognitiveservices:Account"],
  configSchema: { limit: { type: "integer", default: 7, description: "A limit." } },
} as const;
const finding = (seen: unknown) => ({ problem: "is bad", property: "limit", seen, fix: "Fix it" });

test("options_have_their_defaults_without_an_engine_and_given_values_win", () => {
  const rule = defineRule<{ limit: number }>({
    ...facts,
    check: (_, { config }) => [finding(config.limit)],
  });
  assert.match(run(rule, account()).violations[0] ?? "", /limit: 7/);
  assert.match(run(rule, account(), { limit: 9 }).violations[0] ?? "", /limit: 9/);
});

test("broken_rule_fails_loudly_and_never_passes", () => {
  const check = () => {
    throw new TypeError("broken rule");
  };
  assert.throws(() => run(defineRule({ ...facts, check }), account()), /broken rule/);
  assert.throws(() => run(defineStackRule({ ...facts, check }), [account()]), /broken rule/);
});

test("stack_rule_excepts_one_resource_and_not_its_neighbour", () => {
  const rule = defineStackRule({ ...facts, check: () => [finding(1)] });
  const config = { exceptions: [{ resource: "eu-1", reason: "migration", expires: "9999-12-31" }] };
  const seen = run(rule, [account("eu-1"), account("eu-2")], config);
  assert.equal(seen.violations.length, 1);
  assert.match(seen.violations[0] ?? "", /Account 'eu-2'/);
});

test("faulty_exception_is_reported_even_for_a_compliant_resource", () => {
  const rule = defineRule({ ...facts, check: () => [] });
  const config = { exceptions: [{ resource: "eu-1", reason: "migration", expires: "2000-01-01" }] };
  assert.match(
    run(rule, account(), config).violations[0] ?? "",
    /^Account 'eu-1' has an exception that does not count \(expires: 2000-01-01\)/,
  );
  assert.deepEqual(run(rule, account("eu-2"), config), passes);
});

test("stack_rule_looks_at_its_types_only", () => {
  const rule = defineStackRule({ ...facts, check: () => [finding(1)] });
  assert.equal(run(rule, [account(), registry()]).violations.length, 1);
});
