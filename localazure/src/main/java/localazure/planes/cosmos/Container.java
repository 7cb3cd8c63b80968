package localazure.planes.cosmos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import localazure.arm.ArmResource;
import localazure.arm.ResourceStore;
import localazure.planes.Arm;
import localazure.planes.Json;

/** A container as the control plane describes it. */
record Container(ArmResource resource, ArmResource database) {
    private static final int USUAL_THROUGHPUT = 400;

    static Optional<Container> of(ResourceStore store, ArmResource resource) {
        return store.find(Arm.parentId(resource.id())).map(database -> new Container(resource, database));
    }

    String name() {
        return resource.name();
    }

    private JsonNode settings() {
        return resource.inputs().path("resource");
    }

    /** How it is named in the data plane, below the account: {@code /dbs/x/colls/y}. */
    String scope() {
        return "/dbs/" + database.name() + "/colls/" + name();
    }

    private boolean ownsThroughput() {
        return !resource.inputs().path("options").isEmpty();
    }

    /** Whose throughput it uses: its own, or that of its database. */
    String throughputOwner() {
        return ownsThroughput() ? resource.id() : database.id();
    }

    /** Request units a second. */
    int throughput() {
        JsonNode options = (ownsThroughput() ? resource : database).inputs().path("options");
        JsonNode most = options.at("/autoscaleSettings/maxThroughput");
        return most.asInt(options.path("throughput").asInt(USUAL_THROUGHPUT));
    }

    /** Seconds that an item lives after its last change; empty when it stays. */
    Optional<Long> lifetime(JsonNode document) {
        JsonNode usual = settings().path("defaultTtl");
        if (!usual.isNumber()) return Optional.empty();
        JsonNode own = document.path("ttl");
        long seconds = own.isIntegralNumber() ? own.longValue() : usual.longValue();
        return seconds < 0 ? Optional.empty() : Optional.of(seconds);
    }

    /** The values of the partition key, as a JSON array; {@code {}} stands for an absent one. */
    String partition(JsonNode document) {
        ArrayNode values = Json.array();
        for (JsonNode path : settings().at("/partitionKey/paths")) {
            JsonNode value = document.at(path.asText());
            values.add(value.isMissingNode() ? Json.object() : value);
        }
        return values.toString();
    }

    /** Whether the indexing policy leaves a path out: the longest path of the policy that matches decides. */
    boolean excludes(String path) {
        int included = longest(path, settings().at("/indexingPolicy/includedPaths"));
        int excluded = longest(path, settings().at("/indexingPolicy/excludedPaths"));
        return settings().path("indexingPolicy").isObject() && excluded > included;
    }

    private static int longest(String path, JsonNode patterns) {
        return Json.stream(patterns)
                .map(each -> each.path("path").asText().replace("\"", ""))
                .filter(each -> covers(each, path))
                .mapToInt(String::length)
                .max()
                .orElse(-1);
    }

    private static boolean covers(String pattern, String path) {
        if (pattern.endsWith("/*")) return (path + "/").startsWith(pattern.substring(0, pattern.length() - 1));
        return path.equals(pattern.replaceAll("/\\?$", ""));
    }

    /** Whether a composite index serves ORDER BY over these paths. */
    boolean composite(List<String> paths) {
        return Json.stream(settings().at("/indexingPolicy/compositeIndexes"))
                .map(index -> Json.stream(index)
                        .map(each -> each.path("path").asText())
                        .toList())
                .anyMatch(paths::equals);
    }

    ObjectNode describe(String rid) {
        ObjectNode described = Json.object();
        described.put("id", name());
        described.set("partitionKey", settings().path("partitionKey").deepCopy());
        described.set("indexingPolicy", indexing());
        if (settings().path("defaultTtl").isNumber())
            described.set("defaultTtl", settings().path("defaultTtl"));
        String self = "dbs/" + Rid.databaseOf(rid) + "/colls/" + rid + "/";
        return described
                .put("_rid", rid)
                .put("_self", self)
                .put("_etag", "\"00000000-0000-0000-0000-000000000000\"")
                .put("_ts", 0)
                .put("_docs", "docs/")
                .put("_sprocs", "sprocs/")
                .put("_triggers", "triggers/")
                .put("_udfs", "udfs/")
                .put("_conflicts", "conflicts/");
    }

    private JsonNode indexing() {
        JsonNode policy = settings().path("indexingPolicy");
        if (policy.isObject()) return policy.deepCopy();
        ArrayNode all = Json.array(Json.object("path", "/*"));
        return Json.object(
                "indexingMode", "consistent", "automatic", true, "includedPaths", all, "excludedPaths", Json.array());
    }
}
