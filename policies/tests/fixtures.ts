// Compliant resources as the engine shows them while a stack is being planned; a test changes one thing.
import { type Planned, UNKNOWN } from "./testkit";

export const SUBSCRIPTION = "/subscriptions/00000000-0000-0000-0000-000000000001";
export const GROUP = `${SUBSCRIPTION}/resourceGroups/platform`;
export const DIGEST = `sha256:${"ab".repeat(32)}`;

export const group = (): Planned => ({
  type: "azure-native:resources:ResourceGroup",
  name: "group",
  props: { resourceGroupName: "platform" },
});

export const account = (name = "eu-1"): Planned => ({
  type: "azure-native:cognitiveservices:Account",
  name,
  props: {
    kind: "OpenAI",
    location: "francecentral",
    tags: { dataBoundary: "region", geography: "eu", allowedGeographies: "eu us" },
    properties: {
      customSubDomainName: name,
      disableLocalAuth: true,
      publicNetworkAccess: "Disabled",
    },
  },
});

export const deployment = (sku = "Standard", of = "eu-1"): Planned => ({
  type: "azure-native:cognitiveservices:Deployment",
  name: `${of}-gpt`,
  props: { accountName: UNKNOWN, sku: { name: sku, capacity: 10 } },
  from: { accountName: [of] },
});

export const registry = (): Planned => ({
  type: "azure-native:containerregistry:Registry",
  name: "registry",
  props: {
    registryName: "sluice1a2b",
    loginServer: UNKNOWN,
    publicNetworkAccess: "Disabled",
    sku: { name: "Premium" },
  },
});

export const environment = (): Planned => ({
  type: "azure-native:app/v20230501:ManagedEnvironment",
  name: "environment",
  props: { appLogsConfiguration: { destination: "azure-monitor" } },
});

export const app = (image: string = `sluice1a2b.azurecr.io/proxy@${DIGEST}`): Planned => ({
  type: "azure-native:app:ContainerApp",
  name: "proxy",
  props: {
    configuration: { ingress: { external: true, transport: "http", allowInsecure: false } },
    template: { containers: [{ name: "proxy", image }] },
  },
});

export const grant = (role = "5e0bd9bd-7b93-4f28-af87-19fc36ad61bd"): Planned => ({
  type: "azure-native:authorization:RoleAssignment",
  name: "grant",
  props: {
    scope: `${GROUP}/providers/Microsoft.CognitiveServices/accounts/eu-1`,
    principalId: "11111111-1111-1111-1111-111111111111",
    roleDefinitionId: `${SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/${role}`,
  },
});

export const workspace = (): Planned => ({
  type: "azure-native:operationalinsights:Workspace",
  name: "workspace",
  props: {},
});

export const diagnostics = (target: string): Planned => ({
  type: "azure-native:insights:DiagnosticSetting",
  name: `${target}-diagnostics`,
  props: {
    resourceUri: UNKNOWN,
    workspaceId: UNKNOWN,
    logs: [{ categoryGroup: "allLogs", enabled: true }],
  },
  from: { resourceUri: [target], workspaceId: ["workspace"] },
});

/** A network with one linked zone per service. */
export function network(...zones: string[]): Planned[] {
  return [
    { type: "azure-native:network:VirtualNetwork", name: "network", props: {} },
    ...zones.flatMap((zone): Planned[] => [
      {
        type: "azure-native:network:PrivateZone",
        name: zone,
        props: { privateZoneName: zone, name: UNKNOWN },
      },
      {
        type: "azure-native:network:VirtualNetworkLink",
        name: `${zone}-link`,
        props: { privateZoneName: UNKNOWN, virtualNetwork: { id: UNKNOWN } },
        from: { privateZoneName: [zone], virtualNetwork: ["network"] },
      },
    ]),
  ];
}

/** A private endpoint of `target` and the group that writes its names into `zone`. */
export function endpoint(target: string, groupId: string, zone: string): Planned[] {
  return [
    {
      type: "azure-native:network:PrivateEndpoint",
      name: `${target}-endpoint`,
      props: {
        subnet: { id: UNKNOWN },
        privateLinkServiceConnections: [
          { name: groupId, privateLinkServiceId: UNKNOWN, groupIds: [groupId] },
        ],
      },
      from: { subnet: ["network"], privateLinkServiceConnections: [target] },
    },
    {
      type: "azure-native:network:PrivateDnsZoneGroup",
      name: `${target}-dns`,
      props: {
        privateEndpointName: UNKNOWN,
        privateDnsZoneConfigs: [{ name: "zone", privateDnsZoneId: UNKNOWN }],
      },
      from: { privateEndpointName: [`${target}-endpoint`], privateDnsZoneConfigs: [zone] },
    },
  ];
}
