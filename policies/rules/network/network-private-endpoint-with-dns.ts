import type { PolicyResource } from "@pulumi/policy";
import type { Finding } from "../../lib/messages";
import { defineStackRule, type Props } from "../../lib/rule";
import { azureName, refersTo, sources, type Stack } from "../../lib/stack";
import type { AzureType } from "../../lib/types";
import { known } from "../../lib/unknown";

interface Service {
  readonly groupId: string;
  readonly zone: string;
}

/** Sub-resource and DNS zone per type (Microsoft Learn: private-endpoint-dns). */
const SERVICES: Partial<Record<AzureType, (props: Props) => Service>> = {
  "cognitiveservices:Account": (props) => ({
    groupId: "account",
    zone: ["OpenAI", "AIServices"].includes(props.kind)
      ? "privatelink.openai.azure.com"
      : "privatelink.cognitiveservices.azure.com",
  }),
  "containerregistry:Registry": () => ({ groupId: "registry", zone: "privatelink.azurecr.io" }),
  "documentdb:DatabaseAccount": () => ({ groupId: "Sql", zone: "privatelink.documents.azure.com" }),
  "keyvault:Vault": () => ({ groupId: "vault", zone: "privatelink.vaultcore.azure.net" }),
};

type Connection = { privateLinkServiceId?: unknown; groupIds?: readonly unknown[] };
type ZoneConfig = { privateDnsZoneId?: unknown };
const connectedIds = (connections?: Connection[]) =>
  connections?.map((each) => each.privateLinkServiceId) ?? [];
const zoneIds = (configs?: ZoneConfig[]) => configs?.map((each) => each.privateDnsZoneId) ?? [];

function* groups(endpoint: PolicyResource, { groupId }: Service): Iterable<Finding> {
  const connections: Connection[] = endpoint.props.privateLinkServiceConnections ?? [];
  const seen = connections.flatMap((each) => each.groupIds ?? []);
  if (seen.includes(groupId)) return;
  yield {
    problem: `has a private endpoint '${endpoint.name}' for another part of the service`,
    property: "groupIds",
    seen,
    fix: `Set groupIds to ${groupId}`,
  };
}

/** The zones of the stack by this name that the group writes to; "outside" when it is one that the stack does not own. */
function zonesOf(
  group: PolicyResource,
  zone: string,
  stack: Stack,
): readonly PolicyResource[] | "outside" {
  const own = stack
    .of("network:PrivateZone")
    .filter((each) => azureName(each, "privateZoneName") === zone)
    .filter((each) => refersTo(group, "privateDnsZoneConfigs", each, zoneIds));
  if (own.length > 0) return own;
  const literal = known(() => zoneIds(group.props.privateDnsZoneConfigs)) ?? [];
  const ending = `/privatednszones/${zone}`;
  return literal.some((id) => typeof id === "string" && id.toLowerCase().endsWith(ending))
    ? "outside"
    : [];
}

/** The networks of the stack that hold the endpoint's subnet, be it inline or a resource of its own. */
function networksOf(endpoint: PolicyResource): readonly PolicyResource[] {
  const subnets = sources(endpoint, "subnet", "network:Subnet");
  return [
    ...sources(endpoint, "subnet", "network:VirtualNetwork"),
    ...subnets.flatMap((each) => sources(each, "virtualNetworkName", "network:VirtualNetwork")),
  ];
}

/** Whether a link joins the zone to the network of the endpoint's subnet. */
function linked(zone: PolicyResource, endpoint: PolicyResource, stack: Stack): boolean {
  const networks = networksOf(endpoint);
  return stack.referring("network:VirtualNetworkLink", "privateZoneName", zone).some((link) => {
    const joined = sources(link, "virtualNetwork", "network:VirtualNetwork");
    if (joined.some((each) => networks.includes(each))) return true;
    const network = link.props.virtualNetwork?.id;
    const subnet = endpoint.props.subnet?.id;
    return (
      typeof network === "string" &&
      typeof subnet === "string" &&
      subnet.toLowerCase().startsWith(`${network.toLowerCase()}/subnets/`)
    );
  });
}

function* names(endpoint: PolicyResource, { zone }: Service, stack: Stack): Iterable<Finding> {
  const zoneGroups = stack.referring(
    "network:PrivateDnsZoneGroup",
    "privateEndpointName",
    endpoint,
  );
  const zones = zoneGroups.map((group) => zonesOf(group, zone, stack));
  if (zones.includes("outside")) return;
  const own = zones.filter((each) => each !== "outside").flat();
  if (own.length === 0) {
    yield {
      problem: `has a private endpoint '${endpoint.name}' that its name does not lead to`,
      property: "privateDnsZoneConfigs",
      seen: zoneGroups.length === 0 ? undefined : "another zone",
      fix: `Add a PrivateDnsZoneGroup with the zone ${zone}`,
    };
  } else if (!own.some((each) => linked(each, endpoint, stack))) {
    yield {
      problem: `has a private endpoint '${endpoint.name}' whose network does not use the zone ${zone}`,
      property: "virtualNetwork",
      seen: undefined,
      fix: "Add a VirtualNetworkLink from the zone to the endpoint's network",
    };
  }
}

export const networkPrivateEndpointWithDns = defineStackRule({
  id: "network-private-endpoint-with-dns",
  ref: "PE-1",
  alsoCovers: ["PE-2"],
  title: "Every account, registry and store has a private endpoint that its name leads to",
  severity: "critical",
  area: "network",
  appliesTo: Object.keys(SERVICES) as AzureType[],
  *check(props, { type, resource, stack }) {
    const service = SERVICES[type]?.(props);
    if (!service) return;
    const endpoints = stack.referring(
      "network:PrivateEndpoint",
      "privateLinkServiceConnections",
      resource,
      connectedIds,
    );
    if (endpoints.length === 0) {
      yield {
        problem: "has no private endpoint",
        property: "privateLinkServiceConnections",
        seen: undefined,
        fix: `Add a PrivateEndpoint with groupIds ${service.groupId}`,
      };
    }
    for (const endpoint of endpoints) {
      yield* groups(endpoint, service);
      yield* names(endpoint, service, stack);
    }
  },
});
