import assert from "node:assert/strict";
import { test } from "node:test";
import { openaiLocalAuthDisabled as rule } from "../../rules/openai/openai-local-auth-disabled";
import { account, registry } from "../fixtures";
import { change, passes, run, UNKNOWN, versioned } from "../testkit";

const message = (seen: string) =>
  `Account 'eu-1' allows key login (disableLocalAuth: ${seen}). Set disableLocalAuth to true. See policies/docs/openai-local-auth-disabled.md`;

test("account_without_keys_passes", () => assert.deepEqual(run(rule, account()), passes));

test("account_with_keys_is_a_violation", () => {
  const seen = run(rule, change(account(), "properties.disableLocalAuth", false));
  assert.deepEqual(seen.violations, [message("false")]);
});

test("account_that_says_nothing_is_a_violation", () => {
  assert.deepEqual(
    run(rule, change(account(), "properties.disableLocalAuth", undefined)).violations,
    [message("unset")],
  );
});

test("account_without_properties_is_a_violation", () => {
  assert.deepEqual(run(rule, change(account(), "properties", undefined)).violations, [
    message("unset"),
  ]);
});

test("the_text_true_is_not_true", () => {
  assert.deepEqual(run(rule, change(account(), "properties.disableLocalAuth", "true")).violations, [
    message("true"),
  ]);
});

test("value_unknown_in_preview_is_undecided", () => {
  const seen = run(rule, change(account(), "properties.disableLocalAuth", UNKNOWN));
  assert.deepEqual(seen.violations, []);
  assert.match(seen.undecided ?? "", /disableLocalAuth can't be known during preview/);
});

test("registry_is_not_its_business", () => {
  assert.equal(
    run(rule, registry()).notApplicable,
    "The rule applies to cognitiveservices:Account",
  );
});

test("account_with_a_pinned_api_version_does_not_escape", () => {
  const pinned = versioned(change(account(), "properties.disableLocalAuth", false));
  assert.equal(pinned.type, "azure-native:cognitiveservices/v20990101:Account");
  assert.deepEqual(run(rule, pinned).violations, [message("false")]);
});

test("excepted_account_passes_until_the_exception_expires", () => {
  const open = change(account(), "properties.disableLocalAuth", false);
  const exception = (expires: string) => ({
    exceptions: [{ resource: "eu-1", reason: "migration of the old client", expires }],
  });
  assert.deepEqual(run(rule, open, exception("9999-12-31")), passes);
  assert.equal(run(rule, open, exception("2000-01-01")).violations.length, 2);
});
