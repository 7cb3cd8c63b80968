package localazure.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import localazure.arm.ArmId;
import localazure.arm.ArmResource;
import localazure.arm.Change;
import localazure.arm.Locations;
import localazure.arm.ResourceType;

/**
 * Cosmos DB accounts. Source: Azure/bicep-types-az {@code documentdb/2023-04-15}; Microsoft Learn: migrate an account from periodic
 * to continuous mode (one way), private endpoint DNS zone values. Codes are unverified.
 */
final class DatabaseAccountRule implements CosmosRule {
    /** What each property may say; absent ones keep Azure's default. */
    private static final Map<String, Set<String>> WORDS = Map.of(
            "/kind", Set.of("GlobalDocumentDB", "MongoDB", "Parse"),
            "/databaseAccountOfferType", Set.of("Standard"),
            "/publicNetworkAccess", Set.of("Enabled", "Disabled", "SecuredByPerimeter"),
            "/minimalTlsVersion", Set.of("Tls", "Tls11", "Tls12"),
            "/networkAclBypass", Set.of("None", "AzureServices"),
            "/consistencyPolicy/defaultConsistencyLevel",
                    Set.of("Eventual", "Session", "BoundedStaleness", "Strong", "ConsistentPrefix"),
            "/backupPolicy/type", Set.of("Continuous", "Periodic"),
            "/backupPolicy/continuousModeProperties/tier", Set.of("Continuous7Days", "Continuous30Days"));

    private static final String SUFFIX = ".documents.azure.com";

    private static final ResourceType TYPE = ResourceType.inGroup(
            Tokens.DATABASE_ACCOUNT,
            "Microsoft.DocumentDB/databaseAccounts/{accountName}",
            ResourceType.AutoName.RANDOM,
            ResourceType.Placement.REGIONAL,
            ResourceType.NameRule.of(
                    "(?=.{3,50}$)[a-z0-9]+(-[a-z0-9]+)*", "3..50 lower case letters, digits and single '-' inside"));

    @Override
    public ResourceType type() {
        return TYPE;
    }

    @Override
    public void apply(Change change) {
        WORDS.forEach((pointer, words) -> {
            String seen = change.text(pointer);
            if (!seen.isEmpty() && !words.contains(seen)) {
                throw Refuse.badRequest("BadRequest", "%s: %s (expected: one of %s)", pointer, seen, words);
            }
        });
        boolean taken = change.azure().store().ofType(Tokens.DATABASE_ACCOUNT).stream()
                .anyMatch(each ->
                        !ArmId.same(each.id(), change.id()) && each.name().equals(change.name()));
        if (taken) {
            throw Refuse.badRequest("BadRequest", "DatabaseAccount name '%s' already exists.", change.name());
        }
        checkLocations(change);
        checkBackup(change);
        Identities.resolve(change);
        answer(change);
    }

    private static void checkLocations(Change change) {
        JsonNode locations = change.inputs().path("locations");
        Set<Integer> priorities = new HashSet<>();
        Set<String> names = new HashSet<>();
        for (JsonNode each : locations) {
            int priority = each.path("failoverPriority").asInt(0);
            boolean fits = priority >= 0 && priority < locations.size();
            boolean isNew = names.add(Locations.normal(each.path("locationName").asText()));
            if (!fits || !isNew || !priorities.add(priority)) {
                throw Refuse.badRequest(
                        "BadRequest",
                        "locations: %s (expected: each region once, priorities from 0 without a gap)",
                        each);
            }
        }
        if (priorities.isEmpty()) {
            throw Refuse.badRequest("BadRequest", "locations: none (expected: one or more)");
        }
    }

    private static void checkBackup(Change change) {
        boolean was = change.before()
                .filter(each -> each.inputs().at("/backupPolicy/type").asText().equals("Continuous"))
                .isPresent();
        if (was && !change.text("/backupPolicy/type").equals("Continuous")) {
            throw Refuse.badRequest(
                    "BadRequest", "Migration from continuous backup mode to periodic backup mode is not supported.");
        }
    }

    /** The host names of an account: the global one, then one a region. */
    static List<String> hosts(ArmResource account) {
        List<String> hosts = new ArrayList<>(List.of(account.name() + SUFFIX));
        account.inputs()
                .path("locations")
                .forEach(each -> hosts.add(account.name() + "-"
                        + Locations.normal(each.path("locationName").asText()) + SUFFIX));
        return hosts;
    }

    private static void answer(Change change) {
        change.outputs()
                .put("documentEndpoint", "https://" + change.name() + SUFFIX + ":443/")
                .put("instanceId", Stable.uuid("instance", change.id()))
                .put("provisioningState", "Succeeded");
        ArrayNode locations = change.outputs().putArray("locations");
        for (JsonNode each : change.inputs().path("locations")) {
            String region = Locations.normal(each.path("locationName").asText());
            ObjectNode location = ((ObjectNode) each).deepCopy();
            location.put("id", change.name() + "-" + region)
                    .put("documentEndpoint", "https://" + change.name() + "-" + region + SUFFIX + ":443/")
                    .put("provisioningState", "Succeeded");
            locations.add(location);
        }
        change.outputs().set("readLocations", locations.deepCopy());
        change.outputs().putArray("writeLocations").add(locations.get(0).deepCopy());
    }
}
