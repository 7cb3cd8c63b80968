import assert from "node:assert/strict";
import { test } from "node:test";
import { kindOf, modelFor } from "../cli/callers.mjs";

const moderators = { profile: "moderators", roles: ["Moderator"], models: ["small"] };
const everyone = { profile: "everyone", roles: ["Chat"], models: [] };
const capacity = ["text-embedding", "large", "small"].map((model) => ({ model }));

test("the first kind of callers is spoken as unless another is named", () => {
  assert.equal(kindOf([moderators, everyone]), moderators);
  assert.equal(kindOf([moderators, everyone], "everyone"), everyone);
});

test("a profile that no role leads to is named with those that are there", () => {
  assert.throws(() => kindOf([moderators, everyone], "robots"), { message: "PROFILE: robots (expected: moderators, everyone)", exitCode: 2 });
  assert.throws(() => kindOf([], "robots"), /PROFILE: robots \(expected: absent, since no role leads to a profile\)/);
});

test("outputs without callers need no role", () => {
  assert.deepEqual(kindOf(undefined).roles, []);
});

test("the model is the first with words that the callers may ask for", () => {
  assert.equal(modelFor(everyone, capacity), "large");
  assert.equal(modelFor(moderators, capacity), "small");
});

test("callers without a model that answers in words are told so", () => {
  const indexers = { profile: "indexers", roles: ["Index"], models: ["text-embedding"] };
  assert.throws(() => modelFor(indexers, capacity), { message: "PROFILE: indexers (expected: one that may ask for a model that answers in words)", exitCode: 2 });
});
