package localazure.rules;

import com.fasterxml.jackson.databind.JsonNode;
import localazure.arm.Change;
import localazure.arm.ResourceType;

/**
 * Containers. Source: Microsoft Learn: partitioning, time to live and indexing policies in Azure Cosmos DB. Codes are
 * unverified.
 */
final class SqlContainerRule implements CosmosRule {
    private static final ResourceType TYPE = ResourceType.inGroup(
            Tokens.SQL_CONTAINER,
            "Microsoft.DocumentDB/databaseAccounts/{accountName}/sqlDatabases/{databaseName}/containers/{containerName}",
            ResourceType.AutoName.COPY,
            ResourceType.Placement.NONE,
            SqlDatabaseRule.NAMES);

    @Override
    public ResourceType type() {
        return TYPE;
    }

    @Override
    public void apply(Change change) {
        CosmosAccounts.checkId(change);
        CosmosAccounts.checkThroughput(change);
        checkPartitionKey(change);
        checkLifetime(change.inputs().at("/resource/defaultTtl"));
        checkIndexing(change.inputs().at("/resource/indexingPolicy"));
        CosmosAccounts.answer(change);
    }

    private static void checkPartitionKey(Change change) {
        JsonNode key = change.inputs().at("/resource/partitionKey");
        boolean hierarchical = key.path("kind").asText().equals("MultiHash");
        int paths = key.path("paths").size();
        boolean fits = hierarchical ? paths <= 3 && key.path("version").asInt() == 2 : paths == 1;
        for (JsonNode each : key.path("paths")) fits &= each.asText().matches("/[^*]+");
        if (!fits || paths == 0) {
            throw Refuse.badRequest(
                    "BadRequest",
                    "resource.partitionKey: %s (expected: one path, or MultiHash of version 2 with up to three)",
                    key);
        }
        boolean changed = change.before()
                .filter(each ->
                        !each.inputs().at("/resource/partitionKey/paths").equals(key.path("paths")))
                .isPresent();
        if (changed) {
            throw Refuse.badRequest("BadRequest", "Document collection partition key cannot be changed.");
        }
    }

    private static void checkLifetime(JsonNode seconds) {
        if (seconds.isNumber() && seconds.longValue() != -1 && seconds.longValue() < 1) {
            throw Refuse.badRequest("BadRequest", "resource.defaultTtl: %s (expected: -1, or 1 or more)", seconds);
        }
    }

    private static void checkIndexing(JsonNode policy) {
        boolean root = false;
        for (String list : new String[] {"includedPaths", "excludedPaths"}) {
            for (JsonNode each : policy.path(list)) {
                String path = each.path("path").asText();
                root |= path.equals("/*");
                if (!path.startsWith("/") || !path.endsWith("/?") && !path.endsWith("/*")) {
                    throw Refuse.badRequest(
                            "BadRequest",
                            "The indexing path '%s' could not be accepted (expected: /…/? or /…/*).",
                            path);
                }
            }
        }
        if (policy.isObject() && !root && !policy.path("indexingMode").asText().equalsIgnoreCase("none")) {
            throw Refuse.badRequest(
                    "BadRequest",
                    "The special mandatory indexing path \"/\" is not provided in any of the path type sets.");
        }
    }
}
