package localazure.planes.cosmos;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import localazure.arm.ArmResource;
import localazure.arm.ResourceStore;
import localazure.planes.Arm;
import localazure.planes.Json;
import localazure.planes.entra.Issuer;
import localazure.planes.net.Exchange;

/**
 * Data-plane roles. Source: Microsoft Learn: Azure Cosmos DB for NoSQL data plane security reference; texts and substatus are from
 * reports. That account metadata may be read with a role on any part of the account is unverified.
 */
final class Access {
    static final String METADATA = "Microsoft.DocumentDB/databaseAccounts/readMetadata";
    private static final String CONTAINERS = "Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers/";
    private static final String ASSIGNMENT = "azure-native:documentdb:SqlResourceSqlRoleAssignment";
    private static final String ENTRA = "type=aad&ver=1.0&sig=";

    /** What the two built-in definitions allow, by the end of their id. */
    private static final Map<String, List<String>> BUILT_IN = Map.of(
            "00000000-0000-0000-0000-000000000001",
            List.of(METADATA, CONTAINERS + "items/read", CONTAINERS + "executeQuery", CONTAINERS + "readChangeFeed"),
            "00000000-0000-0000-0000-000000000002",
            List.of(METADATA, CONTAINERS + "*", CONTAINERS + "items/*"));

    private final ResourceStore store;
    private final Issuer issuer;

    Access(ResourceStore store, Issuer issuer) {
        this.store = store;
        this.issuer = issuer;
    }

    static String items(String verb) {
        return CONTAINERS + "items/" + verb;
    }

    static String containers(String verb) {
        return CONTAINERS + verb;
    }

    /** The object id of who asks: 401 without a good Entra token. */
    String principal(Exchange exchange, CosmosAccount account) throws CosmosError {
        String header = URLDecoder.decode(
                exchange.header("authorization").orElse("").replace("+", "%2B"), StandardCharsets.UTF_8);
        if (header.startsWith("type=master") && !account.keys()) {
            throw unauthorized("Local Authorization is disabled. Use an AAD token to authorize all requests.");
        }
        if (!header.startsWith(ENTRA)) {
            throw unauthorized(
                    "Required Header authorization is missing. Ensure a valid Authorization token is passed.");
        }
        String own = "https://" + account.resource().name().toLowerCase(Locale.ROOT) + CosmosAccount.SUFFIX;
        List<String> audiences = Stream.of(own, own + ":443", "https://cosmos.azure.com")
                .flatMap(each -> Stream.of(each, each + "/"))
                .toList();
        return issuer.bearer(header.substring(ENTRA.length()), audiences)
                .orElseThrow(() -> unauthorized("The provided AAD token is not valid for this account."));
    }

    /** Refuses unless every action is allowed at the scope: {@code /dbs/x/colls/y}, or empty for the account. */
    void check(String principal, CosmosAccount account, String scope, String... actions) throws CosmosError {
        for (String action : actions) {
            boolean allowed = store.ofType(ASSIGNMENT).stream()
                    .filter(each -> Arm.parentId(each.id()).equalsIgnoreCase(account.id()))
                    .map(ArmResource::inputs)
                    .filter(grant -> grant.path("principalId").asText().equalsIgnoreCase(principal))
                    .filter(grant -> covers(grant.path("scope").asText(), account.id() + scope, scope.isEmpty()))
                    .flatMap(grant -> actions(grant.path("roleDefinitionId").asText()))
                    .anyMatch(pattern -> matches(pattern, action));
            if (!allowed) throw forbidden(principal, scope, action);
        }
    }

    private static CosmosError forbidden(String principal, String scope, String action) {
        return new CosmosError(
                403,
                5301,
                "Forbidden",
                "Request blocked by Auth : principal [" + principal
                        + "] does not have required RBAC permissions to perform" + " action [" + action
                        + "] on resource [" + (scope.isEmpty() ? "/" : scope) + "].");
    }

    private static boolean covers(String granted, String asked, boolean anywhere) {
        String above = granted.toLowerCase(Locale.ROOT);
        String below = asked.toLowerCase(Locale.ROOT);
        return below.equals(above) || below.startsWith(above + "/") || anywhere && above.startsWith(below + "/");
    }

    private Stream<String> actions(String definition) {
        List<String> builtIn = BUILT_IN.get(Arm.lastSegment(definition));
        if (builtIn != null) return builtIn.stream();
        return store.find(definition).stream()
                .flatMap(each -> Json.stream(each.inputs().path("permissions")))
                .flatMap(each -> Json.stream(each.path("dataActions")))
                .map(JsonNode::asText);
    }

    private static boolean matches(String pattern, String action) {
        String regex = Pattern.quote(pattern).replace("*", "\\E.*\\Q");
        return action.matches("(?i)" + regex);
    }

    private static CosmosError unauthorized(String message) {
        return new CosmosError(401, 0, "Unauthorized", message);
    }
}
