package localazure.planes.cosmos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import localazure.arm.ArmResource;
import localazure.arm.Locations;
import localazure.arm.ResourceStore;
import localazure.planes.Json;

/** An account as its data plane sees it. */
public record CosmosAccount(ArmResource resource) {
    /** What every host name of an account ends in. */
    public static final String SUFFIX = ".documents.azure.com";

    static final String TOKEN = "azure-native:documentdb:DatabaseAccount";

    /** The account that a host name belongs to: its global name, or that of one of its regions. */
    public static Optional<CosmosAccount> byHost(ResourceStore store, String host) {
        return store.ofType(TOKEN).stream()
                .map(CosmosAccount::new)
                .filter(each -> each.hosts().contains(host))
                .findFirst();
    }

    public String id() {
        return resource.id();
    }

    private String label() {
        return resource.name().toLowerCase(Locale.ROOT);
    }

    private List<String> regions() {
        return Json.stream(resource.inputs().path("locations"))
                .map(each -> Locations.normal(each.path("locationName").asText()))
                .toList();
    }

    private List<String> hosts() {
        List<String> hosts = new java.util.ArrayList<>(List.of(label() + SUFFIX));
        regions().forEach(region -> hosts.add(label() + "-" + region + SUFFIX));
        return hosts;
    }

    boolean publicAccess() {
        return !resource.inputs().path("publicNetworkAccess").asText().equals("Disabled");
    }

    boolean keys() {
        return !resource.inputs().path("disableLocalAuth").asBoolean();
    }

    /** What a client asks first: where to read and write. */
    JsonNode describe() {
        ArrayNode places = Json.array();
        regions()
                .forEach(region -> places.add(Json.object(
                        "name",
                        region,
                        "databaseAccountEndpoint",
                        "https://" + label() + "-" + region + SUFFIX + ":443/")));
        String consistency = resource.inputs()
                .at("/consistencyPolicy/defaultConsistencyLevel")
                .asText("Session");
        JsonNode replicas = Json.object("asyncReplication", false, "minReplicaSetSize", 3, "maxReplicasetSize", 4);
        return Json.object(
                "_self",
                "",
                "id",
                label(),
                "_rid",
                label() + SUFFIX,
                "media",
                "//media/",
                "addresses",
                "//addresses/",
                "_dbs",
                "//dbs/",
                "writableLocations",
                Json.array(places.get(0)),
                "readableLocations",
                places,
                "enableMultipleWriteLocations",
                false,
                "continuousBackupEnabled",
                true,
                "userReplicationPolicy",
                replicas,
                "systemReplicationPolicy",
                replicas,
                "userConsistencyPolicy",
                Json.object("defaultConsistencyLevel", consistency),
                "readPolicy",
                Json.object("primaryReadCoefficient", 1, "secondaryReadCoefficient", 1),
                "queryEngineConfiguration",
                "{}");
    }
}
