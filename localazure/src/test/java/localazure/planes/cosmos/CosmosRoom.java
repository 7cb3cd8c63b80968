package localazure.planes.cosmos;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.http.ProxyOptions;
import com.azure.cosmos.CosmosClient;
import com.azure.cosmos.CosmosClientBuilder;
import com.azure.cosmos.CosmosContainer;
import com.azure.cosmos.GatewayConnectionConfig;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.OffsetDateTime;
import java.util.List;
import localazure.arm.ArmResource;
import localazure.planes.Arm;
import localazure.planes.Json;
import localazure.planes.containerapps.EnvironmentPlane;
import localazure.planes.testkit.MemoryStore;
import localazure.planes.testkit.Resources;
import localazure.planes.testkit.Room;
import reactor.core.publisher.Mono;

/** A store with one container, and the official client inside the network that leads to it. */
final class CosmosRoom implements AutoCloseable {
    static final String ACCOUNT = Resources.GROUP + "/providers/Microsoft.DocumentDB/databaseAccounts/store";
    static final String DATABASE = ACCOUNT + "/sqlDatabases/promptlog";
    static final String CONTAINER = DATABASE + "/containers/prompts";
    static final String HOST = "https://store.documents.azure.com";
    static final String READER = "00000000-0000-0000-0000-000000000001";
    static final String CONTRIBUTOR = "00000000-0000-0000-0000-000000000002";
    private static final String ZONE =
            Resources.GROUP + "/providers/Microsoft.Network/privateDnsZones/privatelink.documents.azure.com";
    private static final String ENDPOINT = Resources.GROUP + "/providers/Microsoft.Network/privateEndpoints/store";
    private static final String PASSWORD = "changeit";

    final Room room;
    private final List<String> properties = List.of("javax.net.ssl.trustStore", "javax.net.ssl.trustStorePassword");

    private CosmosRoom(Room room, Path stateDir) throws Exception {
        this.room = room;
        trust(stateDir);
    }

    static CosmosRoom open(Path stateDir) throws Exception {
        CosmosRoom opened = new CosmosRoom(Room.open(stateDir), stateDir);
        opened.room.put(
                Resources.environment(),
                account(),
                database(),
                container(Json.object("defaultTtl", -1)),
                endpoint(),
                zoneGroup(),
                link());
        return opened;
    }

    /** As after a restart. */
    static CosmosRoom reopen(Path stateDir, MemoryStore store) throws Exception {
        return new CosmosRoom(Room.reopen(stateDir, store), stateDir);
    }

    private static ArmResource account() {
        ArrayNode locations = Json.array(Json.object("locationName", "japaneast", "failoverPriority", 0));
        ObjectNode inputs =
                Json.object("locations", locations, "publicNetworkAccess", "Disabled", "disableLocalAuth", true);
        return Resources.resource("azure-native:documentdb:DatabaseAccount", ACCOUNT, inputs);
    }

    private static ArmResource database() {
        return Resources.resource(
                "azure-native:documentdb:SqlResourceSqlDatabase",
                DATABASE,
                Json.object("resource", Json.object("id", "promptlog")));
    }

    static ArmResource container(ObjectNode changes) {
        ObjectNode indexing = Json.object("includedPaths", Json.array(Json.object("path", "/*")));
        indexing.set("excludedPaths", Json.array(Json.object("path", "/prompt/*")));
        ObjectNode settings = Json.object(
                "id",
                "prompts",
                "indexingPolicy",
                indexing,
                "partitionKey",
                Json.object("paths", Json.array("/subject"), "kind", "Hash", "version", 2));
        settings.setAll(changes);
        ObjectNode options = Json.object("autoscaleSettings", Json.object("maxThroughput", 1000));
        return Resources.resource(
                CosmosPlane.CONTAINER, CONTAINER, Json.object("resource", settings, "options", options));
    }

    private static ArmResource endpoint() {
        ObjectNode connection =
                Json.object("name", "sql", "privateLinkServiceId", ACCOUNT, "groupIds", Json.array("Sql"));
        return Resources.resource(
                "azure-native:network:PrivateEndpoint",
                ENDPOINT,
                Json.object("privateLinkServiceConnections", Json.array(connection)));
    }

    static ArmResource zoneGroup() {
        ObjectNode config = Json.object("name", "documents", "privateDnsZoneId", ZONE);
        return Resources.resource(
                "azure-native:network:PrivateDnsZoneGroup",
                ENDPOINT + "/privateDnsZoneGroups/default",
                Json.object("privateDnsZoneConfigs", Json.array(config)));
    }

    private static ArmResource link() {
        return Resources.resource(
                "azure-native:network:VirtualNetworkLink",
                ZONE + "/virtualNetworkLinks/main",
                Json.object("virtualNetwork", Json.object("id", Resources.NETWORK)));
    }

    /** Gives the identity a built-in role. */
    CosmosRoom grant(String role, String scope) {
        return assign(ACCOUNT + "/sqlRoleDefinitions/" + role, scope);
    }

    /** Gives the identity a role of its own with these data actions on the container. */
    CosmosRoom grantActions(String... actions) {
        String definition = ACCOUNT + "/sqlRoleDefinitions/55555555-0000-4000-8000-000000000001";
        room.put(Resources.resource(
                "azure-native:documentdb:SqlResourceSqlRoleDefinition",
                definition,
                Json.object("permissions", Json.array(Json.object("dataActions", Json.array((Object[]) actions))))));
        return assign(definition, ACCOUNT + "/dbs/promptlog/colls/prompts");
    }

    private CosmosRoom assign(String definition, String scope) {
        room.put(Resources.resource(
                "azure-native:documentdb:SqlResourceSqlRoleAssignment",
                ACCOUNT + "/sqlRoleAssignments/44444444-0000-4000-8000-000000000001",
                Json.object("principalId", Resources.PRINCIPAL, "roleDefinitionId", definition, "scope", scope)));
        return this;
    }

    CosmosPlane plane() {
        return (CosmosPlane) room.planes.byToken().get(CosmosPlane.CONTAINER);
    }

    CosmosClientBuilder builder() {
        EnvironmentPlane environments = (EnvironmentPlane) room.planes.byToken().get(Arm.ENVIRONMENT);
        URI egress = URI.create(environments.egressUrl(Resources.ENVIRONMENT));
        GatewayConnectionConfig gateway = new GatewayConnectionConfig()
                .setProxy(new ProxyOptions(
                        ProxyOptions.Type.HTTP, new InetSocketAddress(egress.getHost(), egress.getPort())));
        return new CosmosClientBuilder().endpoint(HOST + ":443/").gatewayMode(gateway);
    }

    /** A client with tokens of the identity. */
    CosmosClient client() {
        TokenCredential credential = request -> Mono.fromCallable(() -> new AccessToken(
                room.token(HOST, Resources.PRINCIPAL), OffsetDateTime.now().plusHours(1)));
        return builder().credential(credential).buildClient();
    }

    static CosmosContainer prompts(CosmosClient client) {
        return client.getDatabase("promptlog").getContainer("prompts");
    }

    /** The SDK takes authorities from the JVM alone. */
    private void trust(Path stateDir) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        try (var pem = Files.newInputStream(stateDir.resolve("ca.pem"))) {
            keys.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(pem));
        }
        Path file = stateDir.resolve("trust.p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            keys.store(out, PASSWORD.toCharArray());
        }
        System.setProperty(properties.get(0), file.toString());
        System.setProperty(properties.get(1), PASSWORD);
    }

    @Override
    public void close() {
        properties.forEach(System::clearProperty);
        room.close();
    }
}
