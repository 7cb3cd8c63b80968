package localazure.planes.testkit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.UUID;
import localazure.arm.ArmResource;
import localazure.planes.Arm;
import localazure.planes.Json;

/** Resources as the program of the platform makes them; a test changes one thing. */
public final class Resources {
    public static final String SUBSCRIPTION = "/subscriptions/00000000-0000-0000-0000-000000000001";
    public static final String GROUP = SUBSCRIPTION + "/resourceGroups/main";
    public static final String NETWORK = GROUP + "/providers/Microsoft.Network/virtualNetworks/main";
    public static final String ENVIRONMENT = GROUP + "/providers/Microsoft.App/managedEnvironments/main";
    public static final String IDENTITY = GROUP + "/providers/Microsoft.ManagedIdentity/userAssignedIdentities/proxy";
    public static final String PRINCIPAL = "11111111-0000-4000-8000-000000000001";
    public static final String CLIENT = "22222222-0000-4000-8000-000000000001";
    public static final String OPENAI_USER = "5e0bd9bd-7b93-4f28-af87-19fc36ad61bd";
    public static final String ACR_PULL = "7f951dda-4ed3-4680-a7ca-43fe172d538d";
    public static final String WORKSPACE = GROUP + "/providers/Microsoft.OperationalInsights/workspaces/logs";
    private static final String ZONE =
            GROUP + "/providers/Microsoft.Network/privateDnsZones/privatelink.openai.azure.com";

    private Resources() {}

    public static String accountId(String name) {
        return GROUP + "/providers/Microsoft.CognitiveServices/accounts/" + name;
    }

    public static ArmResource account(String name, String region) {
        ObjectNode properties =
                Json.object("customSubDomainName", name, "publicNetworkAccess", "Disabled", "disableLocalAuth", true);
        return resource(Arm.ACCOUNT, accountId(name), Json.object("location", region, "properties", properties));
    }

    public static ArmResource deployment(String account, String name, String model, String version, int capacity) {
        ObjectNode inputs = Json.object(
                "sku", Json.object("name", "GlobalStandard", "capacity", capacity),
                "properties", Json.object("model", Json.object("format", "OpenAI", "name", model, "version", version)));
        return resource(Arm.DEPLOYMENT, accountId(account) + "/deployments/" + name, inputs);
    }

    public static ArmResource chat(String account, int capacity) {
        return deployment(account, "gpt-5-mini", "gpt-5-mini", "2025-08-07", capacity);
    }

    public static ArmResource environment() {
        ObjectNode network = Json.object("infrastructureSubnetId", NETWORK + "/subnets/apps");
        return resource(Arm.ENVIRONMENT, ENVIRONMENT, Json.object("vnetConfiguration", network));
    }

    public static ArmResource endpoint(String account) {
        ObjectNode connection = Json.object(
                "name", "account", "privateLinkServiceId", accountId(account), "groupIds", Json.array("account"));
        return resource(
                "azure-native:network:PrivateEndpoint",
                endpointId(account),
                Json.object("privateLinkServiceConnections", Json.array(connection)));
    }

    public static ArmResource zoneGroup(String account) {
        ObjectNode config = Json.object("name", "openai", "privateDnsZoneId", ZONE);
        return resource(
                "azure-native:network:PrivateDnsZoneGroup",
                endpointId(account) + "/privateDnsZoneGroups/default",
                Json.object("privateDnsZoneConfigs", Json.array(config)));
    }

    public static ArmResource link() {
        return resource(
                "azure-native:network:VirtualNetworkLink",
                ZONE + "/virtualNetworkLinks/main",
                Json.object("virtualNetwork", Json.object("id", NETWORK)));
    }

    public static ArmResource identity() {
        ObjectNode outputs = Json.object("principalId", PRINCIPAL, "clientId", CLIENT);
        return new ArmResource(IDENTITY, Arm.IDENTITY, Json.object(), outputs);
    }

    public static ArmResource grant(String role, String scope) {
        ObjectNode inputs = Json.object(
                "principalId", PRINCIPAL,
                "roleDefinitionId", SUBSCRIPTION + "/providers/Microsoft.Authorization/roleDefinitions/" + role,
                "scope", scope);
        String name = UUID.nameUUIDFromBytes((role + scope).getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .toString();
        return resource(
                Arm.ROLE_ASSIGNMENT, scope + "/providers/Microsoft.Authorization/roleAssignments/" + name, inputs);
    }

    public static ArmResource workspace(String name) {
        ObjectNode outputs = Json.object("customerId", "33333333-0000-4000-8000-000000000001");
        String id = GROUP + "/providers/Microsoft.OperationalInsights/workspaces/" + name;
        return new ArmResource(id, "azure-native:operationalinsights:Workspace", Json.object(), outputs);
    }

    /** Sends one category, or a group of them, of a resource to the workspace. */
    public static ArmResource diagnostics(String target, String key, String category) {
        ObjectNode inputs = Json.object(
                "resourceUri", target,
                "workspaceId", WORKSPACE,
                "logs", Json.array(Json.object(key, category, "enabled", true)));
        String id = target + "/providers/Microsoft.Insights/diagnosticSettings/all";
        return resource("azure-native:insights:DiagnosticSetting", id, inputs);
    }

    public static ArmResource registry(String name) {
        return resource(
                Arm.REGISTRY, GROUP + "/providers/Microsoft.ContainerRegistry/registries/" + name, Json.object());
    }

    public static ArmResource resource(String token, String id, ObjectNode inputs) {
        return new ArmResource(id, token, inputs, inputs.deepCopy());
    }

    private static String endpointId(String account) {
        return GROUP + "/providers/Microsoft.Network/privateEndpoints/" + account;
    }
}
