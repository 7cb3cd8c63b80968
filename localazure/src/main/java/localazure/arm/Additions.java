package localazure.arm;

import java.util.Map;
import java.util.Set;

/**
 * Where newer API versions differ from the SDK's classes; programs reach them with a versioned type token.
 * Source: Azure/bicep-types-az, {@code app/microsoft.app/2023-05-01}.
 */
final class Additions {
    private static final Map<String, Map<String, String>> BY_TOKEN = Map.of(
            "azure-native:app:ManagedEnvironment",
            Map.of(
                    "infrastructureResourceGroup", "string",
                    "peerAuthentication", "object",
                    "workloadProfiles[].name", "string"),
            "azure-native:app:ContainerApp",
            Map.of(
                    "workloadProfileName", "string",
                    "template.terminationGracePeriodSeconds", "number",
                    "template.serviceBinds", "array",
                    "configuration.service", "object",
                    "configuration.ingress.stickySessions", "object"));

    private static final Map<String, Set<String>> OPTIONAL = Map.of(
            "azure-native:app:ManagedEnvironment",
            Set.of("workloadProfiles[].minimumCount", "workloadProfiles[].maximumCount"));

    private Additions() {}

    /** Paths that the SDK's classes require and the newer version does not. */
    static Set<String> optional(String token, String apiVersion) {
        return apiVersion.isEmpty() ? Set.of() : OPTIONAL.getOrDefault(token, Set.of());
    }

    /** JSON kinds of added properties by path, list positions as {@code []}; none without a version. */
    static Map<String, String> of(String token, String apiVersion) {
        return apiVersion.isEmpty() ? Map.of() : BY_TOKEN.getOrDefault(token, Map.of());
    }
}
