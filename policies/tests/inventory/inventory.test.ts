// Our own program must pass our own pack, and the pack must notice when the program lets go of any of it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { type AzureType, azureType } from "../../lib/types";
import { rules } from "../../rules";
import { GROUP } from "../fixtures";
import { change, type Planned, replaced, run, without } from "../testkit";
import { inventory } from "./inventory";

/** What all rules say: a stack rule of the whole, a resource rule of each resource by itself. */
function judge(stack: readonly Planned[]): string[] {
  return rules.flatMap((rule) => {
    const parts = rule.scope === "stack" ? [stack] : stack.map(({ from, ...planned }) => [planned]);
    return parts.flatMap((part) => {
      const { violations, undecided } = run(rule, part);
      return undecided ? [...violations, `${rule.id} undecided: ${undecided}`] : violations;
    });
  });
}

const ofType = (stack: readonly Planned[], type: AzureType) =>
  stack.filter((each) => azureType(each.type) === type);

const set = (path: string, value: unknown) => (stack: readonly Planned[], target: Planned) =>
  replaced(stack, change(target, path, value));
const settle = (path: string, value: unknown) => (stack: readonly Planned[], target: Planned) => {
  const { [path]: _, ...from } = target.from ?? {};
  return replaced(stack, { ...change(target, path, value), from });
};
const remove = (stack: readonly Planned[], target: Planned) => without(stack, target.name);

type Mutation = (stack: readonly Planned[], target: Planned) => Planned[];
const CONTRIBUTOR =
  "/providers/Microsoft.Authorization/roleDefinitions/b24988ac-6180-42a0-ab88-20f7382dd24c";

/** Each way to loosen the platform, and the rule that must say so. */
const MUTATIONS: readonly [AzureType, string, Mutation, string][] = [
  [
    "cognitiveservices:Account",
    "keys_on",
    set("properties.disableLocalAuth", false),
    "openai-local-auth-disabled",
  ],
  [
    "cognitiveservices:Account",
    "keys_unsaid",
    set("properties.disableLocalAuth", undefined),
    "openai-local-auth-disabled",
  ],
  [
    "cognitiveservices:Account",
    "unstamped",
    set("tags.allowedGeographies", undefined),
    "data-within-geographies",
  ],
  [
    "documentdb:DatabaseAccount",
    "elsewhere",
    set("tags.allowedGeographies", "mars"),
    "data-within-geographies",
  ],
  [
    "cognitiveservices:Account",
    "public",
    set("properties.publicNetworkAccess", "Enabled"),
    "network-public-access-disabled",
  ],
  [
    "containerregistry:Registry",
    "public",
    set("publicNetworkAccess", "Enabled"),
    "network-public-access-disabled",
  ],
  [
    "containerregistry:Registry",
    "small",
    set("sku.name", "Standard"),
    "network-public-access-disabled",
  ],
  ["network:PrivateEndpoint", "removed", remove, "network-private-endpoint-with-dns"],
  [
    "network:PrivateEndpoint",
    "wrong_group",
    set("privateLinkServiceConnections.0.groupIds", ["blob"]),
    "network-private-endpoint-with-dns",
  ],
  ["network:PrivateDnsZoneGroup", "removed", remove, "network-private-endpoint-with-dns"],
  [
    "cognitiveservices:Deployment",
    "global",
    set("sku.name", "GlobalStandard"),
    "openai-deployments-within-boundary",
  ],
  [
    "authorization:RoleAssignment",
    "contributor",
    set("roleDefinitionId", CONTRIBUTOR),
    "identity-least-grants",
  ],
  ["authorization:RoleAssignment", "group_wide", settle("scope", GROUP), "identity-least-grants"],
  [
    "app:ContainerApp",
    "by_tag",
    set("template.containers.0.image", "sluice.azurecr.io/proxy:1"),
    "containerapps-image-by-digest",
  ],
  [
    "app:ContainerApp",
    "plain_http",
    set("configuration.ingress.allowInsecure", true),
    "network-tls-floor",
  ],
];

/** Private endpoints of adopted resources, and their zone groups: no rule judges what the stack does not own. */
function ofAdopted(stack: readonly Planned[], target: Planned): boolean {
  const named = target.from?.privateEndpointName ?? [target.name];
  return ofType(stack, "network:PrivateEndpoint")
    .filter((each) => named.includes(each.name))
    .some((each) => each.from?.privateLinkServiceConnections === undefined);
}

for (const stack of ["dev", "prod"]) {
  for (const state of ["planned", "deployed"] as const) {
    test(`${stack}_${state}_passes_every_rule`, () => {
      const resources = inventory(stack, state);
      assert.ok(
        ofType(resources, "cognitiveservices:Account").length > 0,
        "no account in the inventory",
      );
      assert.deepEqual(judge(resources), []);
    });
  }

  for (const [type, what, mutate, rule] of MUTATIONS) {
    test(`every_${type}_of_${stack}_that_is_${what}_is_named`, () => {
      const resources = inventory(stack, "planned");
      const targets = ofType(resources, type).filter((each) => !ofAdopted(resources, each));
      assert.ok(targets.length > 0, `no ${type} in the inventory`);
      for (const target of targets) {
        const said = judge(mutate(resources, target));
        assert.ok(said.length > 0, `${target.name}: nothing was said`);
        for (const each of said) assert.ok(each.endsWith(`See policies/docs/${rule}.md`), each);
      }
    });
  }

  for (const zone of ["privatelink.openai.azure.com", "privatelink.azurecr.io"]) {
    test(`missing_link_of_${zone}_in_${stack}_is_named`, () => {
      const resources = inventory(stack, "planned");
      const link = ofType(resources, "network:VirtualNetworkLink").find((each) =>
        each.name.includes(zone),
      );
      assert.ok(link, zone);
      assert.match(judge(remove(resources, link))[0] ?? "", /network does not use the zone/);
    });
  }

  test(`missing_diagnostics_of_any_judged_resource_of_${stack}_are_named`, () => {
    const resources = inventory(stack, "planned");
    const judged =
      rules.find((each) => each.id === "monitoring-diagnostics-present")?.appliesTo ?? [];
    const names = ofType(resources, "insights:DiagnosticSetting").filter((setting) =>
      resources.some(
        (each) =>
          setting.from?.resourceUri?.includes(each.name) && judged.includes(azureType(each.type)!),
      ),
    );
    assert.ok(names.length >= 4, `${names.length} settings`);
    for (const setting of names) {
      assert.match(
        judge(remove(resources, setting))[0] ?? "",
        /sends no logs to a workspace/,
        setting.name,
      );
    }
  });
}
