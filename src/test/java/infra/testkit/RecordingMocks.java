package infra.testkit;

import com.pulumi.test.Mocks;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Answers like Azure would, as far as the program reads answers, and remembers the inputs. An unknown function is an error. */
final class RecordingMocks implements Mocks {

    static final String TENANT = "11111111-1111-1111-1111-111111111111";
    static final String SUBSCRIPTION = "00000000-0000-0000-0000-000000000001";

    /** The property with the physical name, for types whose name the program chooses. */
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("azure-native:cognitiveservices:Account", "accountName"),
            Map.entry("azure-native:cognitiveservices:Deployment", "deploymentName"),
            Map.entry("azure-native:containerregistry:Registry", "registryName"),
            Map.entry("azure-native:documentdb:DatabaseAccount", "accountName"),
            Map.entry("azure-native:documentdb:SqlResourceSqlDatabase", "databaseName"),
            Map.entry("azure-native:documentdb:SqlResourceSqlContainer", "containerName"),
            Map.entry("azure-native:documentdb:SqlResourceSqlRoleDefinition", "roleDefinitionId"),
            Map.entry("azure-native:documentdb:SqlResourceSqlRoleAssignment", "roleAssignmentId"),
            Map.entry("azure-native:network:PrivateZone", "privateZoneName"),
            Map.entry("azure-native:network:PrivateDnsZoneGroup", "privateDnsZoneGroupName"),
            Map.entry("azure-native:app/v20230501:ManagedEnvironment", "environmentName"),
            Map.entry("azure-native:app/v20230501:ContainerApp", "containerAppName"),
            Map.entry("azure-native:cognitiveservices/v20241001:RaiPolicy", "raiPolicyName"),
            Map.entry("azure-native:cognitiveservices/v20241001:RaiBlocklist", "raiBlocklistName"),
            Map.entry("azure-native:cognitiveservices/v20241001:RaiBlocklistItem", "raiBlocklistItemName"),
            Map.entry("azure-native:keyvault:Vault", "vaultName"),
            Map.entry("azure-native:keyvault:Secret", "secretName"),
            Map.entry("azure-native:network:ApplicationGateway", "applicationGatewayName"));

    private final boolean known;
    private final Map<String, ResourceArgs> registered = new ConcurrentHashMap<>();

    /** @param known false for a preview in which no new resource has an id or an answer yet */
    RecordingMocks(boolean known) {
        this.known = known;
    }

    /** What was registered under this type and logical name. */
    ResourceArgs registered(String type, String name) {
        return registered.get(key(type, name));
    }

    /** The input that names what is of this type, when the program chooses the name; else empty. */
    static Optional<String> nameInput(String type) {
        return Optional.ofNullable(NAMES.get(type));
    }

    @Override
    public CompletableFuture<ResourceResult> newResourceAsync(ResourceArgs args) {
        registered.put(key(args.type, args.name), args);
        var state = new HashMap<>(args.inputs);
        // Azure answers a map by id where it takes a list of ids.
        if (args.type.equals("azure-native:network:ApplicationGateway")) state.remove("identity");
        if (!known) return CompletableFuture.completedFuture(ResourceResult.of(Optional.of(""), state));
        var name = physicalName(args);
        state.put("name", name);
        answer(args, state);
        return CompletableFuture.completedFuture(ResourceResult.of(Optional.of(id(args.type, name)), state));
    }

    /** The name that the program chose, or one like Pulumi's own. */
    private static String physicalName(ResourceArgs args) {
        var property = NAMES.get(args.type);
        return property == null
                ? args.name + "-auto"
                : args.inputs.get(property).toString();
    }

    private static String id(String type, String name) {
        var group = "/subscriptions/" + SUBSCRIPTION + "/resourceGroups/sluice-auto";
        if (type.equals("azure-native:resources:ResourceGroup")) return group;
        var parts = type.split(":");
        return parts.length < 3
                ? name
                : group + "/providers/Microsoft." + parts[1].replaceFirst("/.*", "") + "/" + parts[2] + "/" + name;
    }

    private static void answer(ResourceArgs args, Map<String, Object> state) {
        switch (args.type) {
            case "azure-native:cognitiveservices:Account" ->
                state.put(
                        "properties",
                        Map.of("endpoint", "https://" + args.inputs.get("accountName") + ".openai.azure.com/"));
            case "azure-native:documentdb:DatabaseAccount" ->
                state.put(
                        "documentEndpoint", "https://" + args.inputs.get("accountName") + ".documents.azure.com:443/");
            case "azure-native:containerregistry:Registry" ->
                state.put("loginServer", args.inputs.get("registryName") + ".azurecr.io");
            case "azure-native:managedidentity:UserAssignedIdentity" ->
                state.putAll(Map.of("principalId", "mock-principal", "clientId", "mock-client"));
            case "azure-native:app/v20230501:ManagedEnvironment" ->
                state.putAll(Map.of("defaultDomain", "mock.azurecontainerapps.io", "staticIp", "10.20.2.10"));
            case "azure-native:keyvault:Secret" ->
                state.put(
                        "properties",
                        Map.of(
                                "secretUri",
                                "https://" + args.inputs.get("vaultName") + ".vault.azure.net/secrets/mock"));
            default -> {}
        }
    }

    @Override
    public CompletableFuture<Map<String, Object>> callAsync(CallArgs args) {
        if (!args.token.equals("azure-native:authorization:getClientConfig")) {
            throw new IllegalStateException(args.token + ": no mock (expected: getClientConfig alone)");
        }
        return CompletableFuture.completedFuture(Map.of(
                "clientId",
                "mock-deployer",
                "objectId",
                "mock-deployer",
                "subscriptionId",
                SUBSCRIPTION,
                "tenantId",
                TENANT));
    }

    private static String key(String type, String name) {
        return type + "|" + name;
    }
}
