package localazure.planes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import localazure.arm.ArmResource;
import localazure.arm.ResourceStore;

/** Questions that several planes ask of the stored resources. */
public final class Arm {
    public static final String ACCOUNT = "azure-native:cognitiveservices:Account";
    public static final String RAI_BLOCKLIST_ITEM = "azure-native:cognitiveservices:RaiBlocklistItem";
    public static final String DEPLOYMENT = "azure-native:cognitiveservices:Deployment";
    public static final String REGISTRY = "azure-native:containerregistry:Registry";
    public static final String ENVIRONMENT = "azure-native:app:ManagedEnvironment";
    public static final String APPLICATION_GATEWAY = "azure-native:network:ApplicationGateway";
    public static final String CONTAINER_APP = "azure-native:app:ContainerApp";
    public static final String IDENTITY = "azure-native:managedidentity:UserAssignedIdentity";
    public static final String ROLE_ASSIGNMENT = "azure-native:authorization:RoleAssignment";

    /** Built-in role definitions that let a principal call the models of an account. */
    public static final Set<String> CALL_MODELS =
            Set.of("5e0bd9bd-7b93-4f28-af87-19fc36ad61bd", "a001fd3d-188f-4b5d-821b-7da978bf7442");

    /** Built-in role definitions that let a principal pull images: AcrPull, AcrPush. */
    public static final Set<String> PULL_IMAGES =
            Set.of("7f951dda-4ed3-4680-a7ca-43fe172d538d", "8311e382-0749-4cb8-b61a-304f252e45ec");

    private final ResourceStore store;

    public Arm(ResourceStore store) {
        this.store = store;
    }

    public ResourceStore store() {
        return store;
    }

    /** True when a principal holds one of the roles at the resource or at a scope above it. */
    public boolean holds(String principalId, Set<String> roles, String resourceId) {
        return store.ofType(ROLE_ASSIGNMENT).stream()
                .map(ArmResource::inputs)
                .anyMatch(grant -> grant.path("principalId").asText().equalsIgnoreCase(principalId)
                        && roles.contains(
                                lastSegment(grant.path("roleDefinitionId").asText()))
                        && covers(grant.path("scope").asText(), resourceId));
    }

    /** Finds a registry by the host name its images start with. */
    public Optional<ArmResource> registry(String loginServer) {
        return store.ofType(REGISTRY).stream()
                .filter(each -> loginServer(each).equalsIgnoreCase(loginServer))
                .findFirst();
    }

    public static String loginServer(ArmResource registry) {
        String name = registry.name().toLowerCase(Locale.ROOT);
        return text(registry.outputs(), "loginServer").orElse(name + ".azurecr.io");
    }

    /** The id of the resource that a child lies in: the id without its last type and name. */
    public static String parentId(String id) {
        int name = id.lastIndexOf('/');
        return id.substring(0, id.lastIndexOf('/', name - 1));
    }

    public static String subscription(String id) {
        return id.split("/")[2].toLowerCase(Locale.ROOT);
    }

    public static String lastSegment(String id) {
        return id.substring(id.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    }

    /** A text property, absent when it is missing, null or empty. */
    public static Optional<String> text(JsonNode node, String name) {
        return Optional.of(node.path(name).asText("")).filter(value -> !value.isEmpty() && !value.equals("null"));
    }

    private static boolean covers(String scope, String resourceId) {
        String above = scope.toLowerCase(Locale.ROOT).replaceFirst("/$", "");
        String id = resourceId.toLowerCase(Locale.ROOT);
        return !scope.isEmpty() && (id.equals(above) || id.startsWith(above + "/"));
    }
}
