import assert from "node:assert/strict";
import { test } from "node:test";
import { pendingCreates, settle } from "../cli/settle.mjs";

const group = { urn: "urn:group", type: "azure-native:resources:ResourceGroup", id: "/group", inputs: {}, outputs: {} };
const vault = { urn: "urn:vault", type: "azure-native:keyvault:Vault", inputs: { vaultName: "v" }, parent: "urn:group" };
const account = { urn: "urn:account", type: "azure-native:cognitiveservices:Account", inputs: { accountName: "a" } };
const creating = (resource) => ({ type: "creating", resource });

const interrupted = (resources, operations) => ({ version: 3, deployment: { resources, pending_operations: operations } });

test("a create that Azure finished becomes a resource with its id and outputs", () => {
  const state = interrupted([group], [creating(vault), creating(account)]);
  const { deployment } = settle(state, [{ urn: "urn:vault", id: "/vault", outputs: { name: "v" } }]);
  assert.deepEqual(deployment.resources, [group, { ...vault, id: "/vault", outputs: { name: "v" } }]);
  assert.deepEqual(deployment.pending_operations, []);
});

test("a resource that was being replaced is left to be deleted", () => {
  const old = { ...vault, id: "/old", outputs: {} };
  const { deployment } = settle(interrupted([old], [creating(vault)]), [{ urn: "urn:vault", id: "/new", outputs: {} }]);
  assert.deepEqual(deployment.resources, [{ ...old, delete: true }, { ...vault, id: "/new", outputs: {} }]);
});

test("a resource stays as it is when its replacement was never made", () => {
  const old = { ...vault, id: "/old", outputs: {} };
  const { deployment } = settle(interrupted([old], [creating(vault)]), []);
  assert.deepEqual(deployment.resources, [old]);
});

test("operations that the engine settles by itself stay pending", () => {
  const deleting = { type: "deleting", resource: group };
  const state = interrupted([group], [deleting, creating(vault)]);
  assert.deepEqual(pendingCreates(state), [vault]);
  assert.deepEqual(settle(state, []).deployment.pending_operations, [deleting]);
});

test("a state without anything has nothing pending", () => {
  assert.deepEqual(pendingCreates({ version: 3, deployment: {} }), []);
});
