package localazure.rules;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Set;
import localazure.arm.ArmException;
import localazure.arm.Change;

/**
 * The configuration of a container app. Source: Azure/bicep-types-az {@code app/2023-05-01}; Microsoft Learn: ingress and
 * containers in Azure Container Apps. Codes are unverified except that of the secrets.
 */
final class Configuration {
    private static final Set<String> TRANSPORTS = Set.of("auto", "http", "http2", "tcp");
    private static final Set<String> REVISIONS = Set.of("single", "multiple");

    private Configuration() {}

    static void check(Change change, Set<String> identities) {
        JsonNode configuration = change.inputs().path("configuration");
        String mode = configuration.path("activeRevisionsMode").asText("Single");
        if (!REVISIONS.contains(mode.toLowerCase(Locale.ROOT))) {
            throw invalid("configuration.activeRevisionsMode: %s (expected: Single or Multiple)", mode);
        }
        checkRegistries(configuration, identities);
        checkSecrets(configuration);
        if (configuration.has("ingress")) {
            checkIngress(configuration.path("ingress"));
        }
    }

    private static void checkRegistries(JsonNode configuration, Set<String> identities) {
        for (JsonNode registry : configuration.path("registries")) {
            String identity = registry.path("identity").asText("");
            boolean own = identity.isEmpty()
                    || identity.equalsIgnoreCase("system")
                    || identities.contains(identity.toLowerCase(Locale.ROOT));
            if (!own) {
                throw invalid(
                        "configuration.registries[].identity: %s (expected: one of the app's own identities)",
                        identity);
            }
        }
    }

    private static void checkSecrets(JsonNode configuration) {
        for (JsonNode secret : configuration.path("secrets")) {
            boolean vault = secret.has("keyVaultUrl") && secret.has("identity");
            if (!secret.has("value") && !vault) {
                throw Refuse.badRequest(
                        "ContainerAppSecretInvalid",
                        "Invalid secrets: %s: value or keyVaultUrl and identity should be provided.",
                        secret.path("name").asText());
            }
        }
    }

    private static void checkIngress(JsonNode ingress) {
        int port = ingress.path("targetPort").asInt(0);
        if (port < 1 || port > 65535) {
            throw invalid("configuration.ingress.targetPort: %d (expected: 1..65535)", port);
        }
        String transport = ingress.path("transport").asText("auto").toLowerCase(Locale.ROOT);
        if (!TRANSPORTS.contains(transport)) {
            throw invalid("configuration.ingress.transport: %s (expected: auto, http, http2 or tcp)", transport);
        }
        int weights = 0;
        for (JsonNode traffic : ingress.path("traffic")) {
            weights += traffic.path("weight").asInt();
        }
        if (!ingress.path("traffic").isEmpty() && weights != 100) {
            throw invalid("configuration.ingress.traffic: weights sum to %d (expected: 100)", weights);
        }
    }

    private static ArmException invalid(String format, Object... values) {
        return Refuse.badRequest("InvalidRequestParameterWithDetails", format, values);
    }
}
