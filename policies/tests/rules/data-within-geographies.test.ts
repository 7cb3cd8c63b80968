import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { GEOGRAPHIES } from "../../lib/geographies";
import { dataWithinGeographies as rule } from "../../rules/data/data-within-geographies";
import { account, registry } from "../fixtures";
import { change, passes, type Planned, run, UNKNOWN, versioned } from "../testkit";

const page = "See policies/docs/data-within-geographies.md";
const fix =
  "Choose a region of an allowed geography, or list the geography in the callers' profiles";

const store: Planned = {
  type: "azure-native:documentdb:DatabaseAccount",
  name: "log",
  props: {
    location: "westus",
    locations: [{ locationName: "francecentral" }],
    tags: { geography: "eu", allowedGeographies: "eu us" },
  },
};
const allowed = <P extends Planned>(planned: P, words: string | undefined) =>
  change(planned, "tags.allowedGeographies", words);

test("account_and_store_in_a_listed_geography_pass", () => {
  assert.deepEqual(run(rule, account()), passes);
  assert.deepEqual(run(rule, store), passes);
});

test("account_outside_every_listed_geography_is_a_violation", () => {
  assert.deepEqual(run(rule, allowed(account(), "us jp")).violations, [
    `Account 'eu-1' keeps data in eu, allowed is us jp (location: francecentral). ${fix}. ${page}`,
  ]);
});

test("store_without_replicas_is_judged_by_its_own_location", () => {
  const bare = change(change(store, "locations", []), "location", "brazilsouth");
  assert.notEqual(run(rule, bare).violations.length, 0);
});

test("every_replica_of_a_store_is_judged", () => {
  const two = change(store, "locations.1", { locationName: "Japan East" });
  assert.deepEqual(run(rule, two).violations, [
    `DatabaseAccount 'log' is stamped with another geography than its own, jp (tags.geography: eu). Let the program write the tag from the region. ${page}`,
    `DatabaseAccount 'log' keeps data in jp, allowed is eu us (locations[1].locationName: Japan East). ${fix}. ${page}`,
  ]);
});

test("region_of_an_unknown_geography_passes_only_where_nothing_is_bound", () => {
  const far = change(store, "locations.0.locationName", "brazilsouth");
  assert.deepEqual(run(rule, far).violations, [
    `DatabaseAccount 'log' keeps data in a geography that is not known, allowed is eu us (locations[0].locationName: brazilsouth). ${fix}. ${page}`,
  ]);
  assert.deepEqual(run(rule, allowed(far, "any")), passes);
});

test("absent_tag_allows_nothing", () => {
  const said = `Account 'eu-1' keeps data in eu, allowed is none (location: francecentral). ${fix}. ${page}`;
  assert.deepEqual(run(rule, allowed(account(), undefined)).violations, [said]);
  assert.equal(run(rule, change(account(), "tags", undefined)).violations.at(-1), said);
});

test("stamp_that_is_not_true_is_a_violation", () => {
  assert.deepEqual(run(rule, change(account(), "tags.geography", "us")).violations, [
    `Account 'eu-1' is stamped with another geography than its own, eu (tags.geography: us). Let the program write the tag from the region. ${page}`,
  ]);
});

test("option_geographies_tightens_and_never_widens", () => {
  const config = { geographies: ["us"] };
  assert.match(
    run(rule, allowed(account(), "any"), config).violations[0] ?? "",
    /keeps data in eu, allowed is any and us/,
  );
  assert.deepEqual(run(rule, account(), { geographies: ["eu"] }), passes);
  assert.equal(run(rule, allowed(account(), "us"), { geographies: ["eu"] }).violations.length, 1);
});

test("unknown_region_is_undecided", () => {
  assert.match(run(rule, change(account(), "location", UNKNOWN)).undecided ?? "", /location/);
});

test("other_types_are_not_its_business", () => {
  assert.match(run(rule, registry()).notApplicable ?? "", /applies to cognitiveservices:Account/);
});

test("pinned_api_version_does_not_escape", () => {
  assert.equal(run(rule, versioned(allowed(account(), "us"))).violations.length, 1);
});

test("the_regions_are_those_of_the_catalogue", () => {
  const { regions } = JSON.parse(readFileSync("../catalogue/models.json", "utf8"));
  const expected = Object.entries<{ geography: string }>(regions).map(([region, { geography }]) => [
    region,
    geography,
  ]);
  assert.deepEqual([...GEOGRAPHIES], expected);
});
