import assert from "node:assert/strict";
import { test } from "node:test";
import { networkPrivateEndpointWithDns as rule } from "../../rules/network/network-private-endpoint-with-dns";
import { account, endpoint, grant, GROUP, network, registry } from "../fixtures";
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

const page = "See policies/docs/network-private-endpoint-with-dns.md";
const OPENAI = "privatelink.openai.azure.com";
const ACR = "privatelink.azurecr.io";

const noEndpoint = (resource: string, groupId: string) =>
  `${resource} has no private endpoint (privateLinkServiceConnections: unset). Add a PrivateEndpoint with groupIds ${groupId}. ${page}`;
const noName = (seen: string) =>
  `Account 'eu-1' has a private endpoint 'eu-1-endpoint' that its name does not lead to (privateDnsZoneConfigs: ${seen}). Add a PrivateDnsZoneGroup with the zone ${OPENAI}. ${page}`;
const noLink = `Account 'eu-1' has a private endpoint 'eu-1-endpoint' whose network does not use the zone ${OPENAI} (virtualNetwork: unset). Add a VirtualNetworkLink from the zone to the endpoint's network. ${page}`;

const stack = (): Planned[] => [
  ...network(OPENAI, ACR),
  account(),
  ...endpoint("eu-1", "account", OPENAI),
  registry(),
  ...endpoint("registry", "registry", ACR),
];
const part = (name: string) => {
  const found = stack().find((each) => each.name === name);
  if (!found) throw new Error(name);
  return found;
};

test("private_account_and_registry_pass", () => assert.deepEqual(run(rule, stack()), passes));

test("account_or_registry_without_an_endpoint_is_a_violation", () => {
  assert.deepEqual(run(rule, [account(), registry()]).violations, [
    noEndpoint("Account 'eu-1'", "account"),
    noEndpoint("Registry 'registry'", "registry"),
  ]);
});

test("one_of_twelve_accounts_without_an_edge_is_named", () => {
  const names = Array.from({ length: 12 }, (_, index) => `a-${index}`);
  const twelve = names.flatMap((name) => [account(name), ...endpoint(name, "account", OPENAI)]);
  const cut = twelve.map((each) =>
    each.name === "a-7-endpoint"
      ? { ...each, from: { ...each.from, privateLinkServiceConnections: ["a-6"] } }
      : each,
  );
  assert.deepEqual(run(rule, [...network(OPENAI), ...cut]).violations, [
    noEndpoint("Account 'a-7'", "account"),
  ]);
});

test("manual_connection_does_not_count", () => {
  const { privateLinkServiceConnections, ...rest } = part("eu-1-endpoint").props;
  const manual: Planned = {
    ...part("eu-1-endpoint"),
    props: { ...rest, manualPrivateLinkServiceConnections: privateLinkServiceConnections },
    from: { subnet: ["network"], manualPrivateLinkServiceConnections: ["eu-1"] },
  };
  assert.deepEqual(run(rule, replaced(stack(), manual)).violations, [
    noEndpoint("Account 'eu-1'", "account"),
  ]);
});

test("endpoint_for_the_wrong_group_is_a_violation", () => {
  const wrong = change(part("eu-1-endpoint"), "privateLinkServiceConnections.0.groupIds", [
    "vault",
  ]);
  assert.deepEqual(run(rule, replaced(stack(), wrong)).violations, [
    `Account 'eu-1' has a private endpoint 'eu-1-endpoint' for another part of the service (groupIds: ["vault"]). Set groupIds to account. ${page}`,
  ]);
});

test("endpoint_without_groups_is_a_violation", () => {
  const none = change(part("eu-1-endpoint"), "privateLinkServiceConnections.0.groupIds", undefined);
  assert.equal(run(rule, replaced(stack(), none)).violations.length, 1);
});

test("endpoint_without_a_zone_group_is_a_violation", () => {
  assert.deepEqual(run(rule, without(stack(), "eu-1-dns")).violations, [noName("unset")]);
});

test("zone_group_of_another_zone_is_a_violation", () => {
  const group = {
    ...part("eu-1-dns"),
    from: { ...part("eu-1-dns").from, privateDnsZoneConfigs: [ACR] },
  };
  assert.deepEqual(run(rule, replaced(stack(), group)).violations, [noName("another zone")]);
});

test("zone_without_a_link_is_a_violation", () => {
  assert.deepEqual(run(rule, without(stack(), `${OPENAI}-link`)).violations, [noLink]);
});

test("zone_linked_to_another_network_is_a_violation", () => {
  const other: Planned = { type: "azure-native:network:VirtualNetwork", name: "other", props: {} };
  const link = part(`${OPENAI}-link`);
  const astray = {
    ...link,
    from: { ...link.from, virtualNetwork: ["other"] },
    props: { virtualNetwork: { id: `${GROUP}/x` } },
  };
  const known = change(part("eu-1-endpoint"), "subnet.id", `${GROUP}/y/subnets/z`);
  assert.deepEqual(run(rule, [other, ...replaced(replaced(stack(), astray), known)]).violations, [
    noLink,
  ]);
});

test("account_that_is_not_openai_needs_the_zone_of_its_kind", () => {
  const documents = change(account(), "kind", "FormRecognizer");
  assert.match(
    run(rule, replaced(stack(), documents)).violations[0] ?? "",
    /the zone privatelink\.cognitiveservices\.azure\.com/,
  );
});

test("endpoint_in_a_subnet_that_is_a_resource_passes", () => {
  const subnet: Planned = {
    type: "azure-native:network:Subnet",
    name: "subnet",
    props: {},
    from: { virtualNetworkName: ["network"] },
  };
  const inSubnet = {
    ...part("eu-1-endpoint"),
    from: { ...part("eu-1-endpoint").from, subnet: ["subnet"] },
  };
  assert.deepEqual(run(rule, [subnet, ...replaced(stack(), inSubnet)]), passes);
});

test("zone_outside_the_stack_passes", () => {
  const hub = `${GROUP}/providers/Microsoft.Network/privateDnsZones/${OPENAI}`;
  const group: Planned = {
    ...change(part("eu-1-dns"), "privateDnsZoneConfigs.0.privateDnsZoneId", hub),
    from: { privateEndpointName: ["eu-1-endpoint"] },
  };
  assert.deepEqual(run(rule, [...without(stack(), OPENAI), group]), passes);
});

test("network_outside_the_stack_passes_when_link_and_subnet_name_it", () => {
  const id = `${GROUP}/providers/Microsoft.Network/virtualNetworks/hub`;
  const link = part(`${OPENAI}-link`);
  const toHub = { ...change(link, "virtualNetwork.id", id), from: { privateZoneName: [OPENAI] } };
  const inHub = {
    ...change(part("eu-1-endpoint"), "subnet.id", `${id.toUpperCase()}/subnets/private`),
    from: { privateLinkServiceConnections: ["eu-1"] },
  };
  assert.deepEqual(run(rule, replaced(replaced(stack(), toHub), inHub)), passes);
});

test("endpoint_of_an_unknown_target_leaves_accounts_undecided", () => {
  const lost = { ...part("eu-1-endpoint"), from: { subnet: ["network"] } };
  const seen = run(rule, replaced(stack(), lost));
  assert.deepEqual(seen.violations, []);
  assert.match(seen.undecided ?? "", /^cognitiveservices:Account 'eu-1': .*privateLinkServiceId/);
});

test("unknown_groups_are_undecided", () => {
  const unknown = change(
    part("eu-1-endpoint"),
    "privateLinkServiceConnections.0.groupIds",
    UNKNOWN,
  );
  assert.match(run(rule, replaced(stack(), unknown)).undecided ?? "", /groupIds/);
});

test("stack_without_such_resources_is_not_its_business", () =>
  assert.ok(run(rule, [grant()]).notApplicable));

test("pinned_api_versions_do_not_escape", () => {
  assert.deepEqual(run(rule, stack().map(versioned)), passes);
  assert.equal(run(rule, [versioned(account())]).violations.length, 1);
});
