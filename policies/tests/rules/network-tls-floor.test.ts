import assert from "node:assert/strict";
import { test } from "node:test";
import { networkTlsFloor as rule } from "../../rules/network/network-tls-floor";
import { account, app } from "../fixtures";
import { change, passes, type Planned, run, UNKNOWN, versioned } from "../testkit";

const page = "See policies/docs/network-tls-floor.md";
const cosmos: Planned = {
  type: "azure-native:documentdb:DatabaseAccount",
  name: "log",
  props: { minimalTlsVersion: "Tls12" },
};
const storage: Planned = {
  type: "azure-native:storage:StorageAccount",
  name: "files",
  props: { minimumTlsVersion: "TLS1_2" },
};

test("https_only_ingress_passes", () => assert.deepEqual(run(rule, app()), passes));

test("ingress_that_says_nothing_is_a_violation", () => {
  assert.deepEqual(
    run(rule, change(app(), "configuration.ingress.allowInsecure", undefined)).violations,
    [
      `ContainerApp 'proxy' may answer plain HTTP (allowInsecure: unset). Set allowInsecure to false. ${page}`,
    ],
  );
});

test("app_without_ingress_passes", () => {
  assert.deepEqual(run(rule, change(app(), "configuration.ingress", undefined)), passes);
  assert.deepEqual(run(rule, change(app(), "configuration", undefined)), passes);
});

test("plain_http_ingress_is_a_violation", () => {
  assert.deepEqual(
    run(rule, change(app(), "configuration.ingress.allowInsecure", true)).violations,
    [
      `ContainerApp 'proxy' may answer plain HTTP (allowInsecure: true). Set allowInsecure to false. ${page}`,
    ],
  );
});

test("tcp_ingress_is_a_violation", () => {
  assert.deepEqual(run(rule, change(app(), "configuration.ingress.transport", "tcp")).violations, [
    `ContainerApp 'proxy' has an ingress that ends no TLS (transport: tcp). Set transport to auto, http or http2. ${page}`,
  ]);
});

test("pinned_api_version_does_not_escape", () => {
  const pinned = versioned(change(app(), "configuration.ingress.allowInsecure", true));
  assert.equal(run(rule, pinned).violations.length, 1);
});

test("stores_with_tls_1_2_pass", () => {
  assert.deepEqual(run(rule, cosmos), passes);
  assert.deepEqual(run(rule, storage), passes);
  assert.deepEqual(run(rule, change(storage, "minimumTlsVersion", "TLS1_3")), passes);
});

test("store_with_older_tls_is_a_violation", () => {
  assert.deepEqual(run(rule, change(cosmos, "minimalTlsVersion", "Tls")).violations, [
    `DatabaseAccount 'log' accepts TLS older than 1.2 (minimalTlsVersion: Tls). Set minimalTlsVersion to Tls12. ${page}`,
  ]);
  assert.deepEqual(run(rule, change(storage, "minimumTlsVersion", "TLS1_0")).violations, [
    `StorageAccount 'files' accepts TLS older than 1.2 (minimumTlsVersion: TLS1_0). Set minimumTlsVersion to TLS1_2 or TLS1_3. ${page}`,
  ]);
});

test("store_that_says_nothing_is_a_violation", () => {
  assert.match(
    run(rule, change(cosmos, "minimalTlsVersion", undefined)).violations[0] ?? "",
    /minimalTlsVersion: unset/,
  );
});

test("value_unknown_in_preview_is_undecided", () => {
  assert.match(
    run(rule, change(app(), "configuration.ingress.allowInsecure", UNKNOWN)).undecided ?? "",
    /allowInsecure/,
  );
});

test("account_is_not_its_business", () => assert.ok(run(rule, account()).notApplicable));
