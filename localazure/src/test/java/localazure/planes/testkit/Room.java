package localazure.planes.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import localazure.arm.ArmResource;
import localazure.arm.Catalogue;
import localazure.arm.Plane;
import localazure.planes.Arm;
import localazure.planes.Json;
import localazure.planes.Planes;
import localazure.planes.PlanesAtTestPorts;
import localazure.planes.containerapps.EnvironmentPlane;
import localazure.planes.entra.Issuer;
import localazure.planes.monitor.Monitor;
import localazure.planes.monitor.Sample;
import localazure.planes.openai.Latency;
import localazure.planes.pki.Authority;
import localazure.testkit.ManualClock;

/** The data planes on free ports, over resources that tests put and delete. */
public final class Room implements AutoCloseable {
    public static final Latency AT_ONCE = new Latency(Duration.ZERO, Duration.ZERO);

    /** Made once: generating keys takes longer than most tests. */
    private static final Map<String, byte[]> KEYS = new ConcurrentHashMap<>();

    private static final List<String> KEY_FILES = List.of("ca.key", "ca.pem", "entra-key.json");

    public final MemoryStore store;
    public final ManualClock clock = new ManualClock();
    public final Planes planes;
    private final SSLContext trust;
    private final HttpClient direct;

    private Room(Path stateDir, MemoryStore store, Latency latency) throws Exception {
        this.store = store;
        lendKeys(stateDir);
        this.planes = PlanesAtTestPorts.start(stateDir, store, Catalogue.load(), clock, latency);
        this.trust = trust(planes.caFile());
        this.direct = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(trust)
                .build();
    }

    private static void lendKeys(Path stateDir) throws Exception {
        if (KEYS.isEmpty()) {
            Authority.in(stateDir);
            Issuer.in(stateDir, Clock.systemUTC());
            for (String name : KEY_FILES) KEYS.put(name, Files.readAllBytes(stateDir.resolve(name)));
        }
        for (String name : KEY_FILES) Files.write(stateDir.resolve(name), KEYS.get(name));
    }

    public static Room open(Path stateDir) throws Exception {
        return open(stateDir, AT_ONCE);
    }

    public static Room open(Path stateDir, Latency latency) throws Exception {
        return new Room(stateDir, new MemoryStore(), latency);
    }

    /** As after a restart: the resources are applied again. */
    public static Room reopen(Path stateDir, MemoryStore store) throws Exception {
        Room room = new Room(stateDir, store, AT_ONCE);
        try {
            store.ofType(Arm.CONTAINER_APP)
                    .forEach(each -> room.plane(each).orElseThrow().apply(each));
            return room;
        } catch (RuntimeException e) {
            room.close();
            throw e;
        }
    }

    /** Does what the control plane does: apply, then store. */
    public Room put(ArmResource... resources) {
        for (ArmResource each : resources) {
            plane(each).ifPresent(plane -> plane.apply(each));
            store.put(each);
        }
        return this;
    }

    public void delete(ArmResource resource) {
        store.delete(resource.id());
        plane(resource).ifPresent(plane -> plane.remove(resource));
    }

    /** An account with a chat deployment that the environment reaches and its identity may call. */
    public Room withPrivateAccount(String name, String region, int capacity) {
        return put(
                Resources.environment(),
                Resources.identity(),
                Resources.account(name, region),
                Resources.chat(name, capacity),
                Resources.endpoint(name),
                Resources.zoneGroup(name),
                Resources.link(),
                Resources.grant(Resources.OPENAI_USER, Resources.accountId(name)));
    }

    private Optional<Plane> plane(ArmResource resource) {
        return Optional.ofNullable(planes.byToken().get(resource.token()));
    }

    /** A client inside the environment: its names resolve there. */
    public HttpClient inside() throws Exception {
        EnvironmentPlane environments = (EnvironmentPlane) planes.byToken().get(Arm.ENVIRONMENT);
        URI egress = URI.create(environments.egressUrl(Resources.ENVIRONMENT));
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(trust)
                .proxy(ProxySelector.of(new InetSocketAddress(egress.getHost(), egress.getPort())))
                .build();
    }

    /** A client on this machine. */
    public HttpClient direct() {
        return direct;
    }

    /** A token of the proxy's identity for the accounts. */
    public String identityToken() throws Exception {
        return token("https://cognitiveservices.azure.com", Resources.PRINCIPAL);
    }

    public String token(String audience, String subject) throws Exception {
        JsonNode body = Json.object("audience", audience, "subject", subject, "roles", Json.array());
        return api("POST", "/api/tokens", body).path("token").asText();
    }

    public JsonNode status() throws Exception {
        return api("GET", "/api/status", Json.object());
    }

    public JsonNode api(String method, String path, JsonNode body) throws Exception {
        HttpResponse<String> answer = console(method, path, body.toString());
        if (answer.statusCode() != 200) throw new IOException(answer.statusCode() + " " + answer.body());
        return Json.read(answer.body());
    }

    public HttpResponse<String> console(String method, String path, String body) throws Exception {
        HttpRequest.BodyPublisher publisher =
                method.equals("POST") ? HttpRequest.BodyPublishers.ofString(body) : HttpRequest.BodyPublishers.noBody();
        HttpRequest request = HttpRequest.newBuilder(URI.create(planes.consoleUrl() + path))
                .method(method, publisher)
                .build();
        return direct.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** Posts JSON to an account from inside the environment, as the proxy's identity. */
    public HttpResponse<String> post(String account, String path, JsonNode body) throws Exception {
        return inside().send(request(account, path, body, identityToken()), HttpResponse.BodyHandlers.ofString());
    }

    public static HttpRequest request(String account, String path, JsonNode body, String token) {
        return HttpRequest.newBuilder(URI.create("https://" + account + ".openai.azure.com" + path))
                .header("authorization", "Bearer " + token)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build();
    }

    /** A chat request of one user message. */
    public static JsonNode chat(String prompt) {
        JsonNode message = Json.object("role", "user", "content", prompt);
        return Json.object("model", "gpt-5-mini", "messages", Json.array(message));
    }

    /** What a resource measured within the last hour, by dimensions. */
    public Map<Map<String, String>, Sample> measured(String resourceId, String metric) {
        Instant now = clock.instant();
        return PlanesAtTestPorts.monitor(planes)
                .metrics()
                .window(resourceId, metric, now.minusSeconds(3600), now.plusSeconds(60));
    }

    /** The rows of a table of the workspace. */
    public ArrayNode rows(String table) {
        Monitor monitor = PlanesAtTestPorts.monitor(planes);
        monitor.collect();
        return monitor.logs().rows(Resources.WORKSPACE, table, Instant.MIN, Instant.MAX);
    }

    private static SSLContext trust(Path caFile) throws Exception {
        KeyStore keys = KeyStore.getInstance(KeyStore.getDefaultType());
        keys.load(null, null);
        try (InputStream pem = Files.newInputStream(caFile)) {
            keys.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(pem));
        }
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(keys);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    @Override
    public void close() {
        planes.close();
    }
}
