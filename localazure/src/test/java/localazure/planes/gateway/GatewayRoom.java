package localazure.planes.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import localazure.arm.ArmResource;
import localazure.planes.Arm;
import localazure.planes.Json;
import localazure.planes.net.Handler;
import localazure.planes.net.HttpServer;
import localazure.planes.net.Listener;
import localazure.planes.pki.Authority;
import localazure.planes.testkit.MemoryStore;
import localazure.planes.testkit.Resources;
import localazure.testkit.ManualClock;

/** A gateway over backends that tests write: what they answer, by host name. */
final class GatewayRoom implements AutoCloseable {
    static final String ID = Resources.GROUP + "/providers/Microsoft.Network/applicationGateways/gw";
    static final String PROXY = "proxy.happystone.example.io";
    static final String ACCOUNT = "one.openai.azure.com";
    private static final String POLICY = Resources.GROUP + "/providers/Microsoft.Network/policies/waf";
    private static final String SECRET = "https://vault.vault.azure.net/secrets/tls";

    final MemoryStore store = new MemoryStore();
    final ManualClock clock = new ManualClock();
    final Map<String, Double> metrics = new ConcurrentHashMap<>();
    final Path stateDir;
    final Authority authority;
    private final Map<String, Listener> backends = new ConcurrentHashMap<>();
    GatewayPlane plane;

    GatewayRoom(Path stateDir) throws IOException {
        this.stateDir = stateDir;
        this.authority = Authority.in(stateDir);
        store.put(secret(Base64.getEncoder().encodeToString(authority.pfx(List.of("127.0.0.1", "*.example.com")))));
        store.put(policy(100, 2000));
        open();
    }

    void open() {
        plane = new GatewayPlane(
                stateDir,
                0,
                authority,
                new Arm(store),
                this::portOf,
                clock,
                (id, metric, dimensions, value) -> metrics.merge(
                        metric + dimensions.values(),
                        value,
                        metric.endsWith("HostCount") ? (old, now) -> now : Double::sum));
    }

    private OptionalInt portOf(String host, String network) {
        Listener backend = network.equals(Resources.NETWORK) ? backends.get(host) : null;
        return backend == null ? OptionalInt.empty() : OptionalInt.of(backend.port());
    }

    void serve(String host, Handler handler) throws IOException {
        backends.put(host, HttpServer.tls("backend", 0, authority.server(List.of(host)), handler));
    }

    static ArmResource secret(String value) {
        ObjectNode inputs = Json.object("properties", Json.object("value", value));
        ObjectNode outputs = Json.object("properties", Json.object("secretUri", SECRET));
        String id = Resources.GROUP + "/providers/Microsoft.KeyVault/vaults/vault/secrets/tls";
        return new ArmResource(id, "azure-native:keyvault:Secret", inputs, outputs);
    }

    static ArmResource policy(int requestsPerMinute, int bodyKilobytes) {
        ObjectNode rule = Json.object(
                "ruleType", "RateLimitRule",
                "action", "Block",
                "rateLimitDuration", "OneMin",
                "rateLimitThreshold", requestsPerMinute);
        ObjectNode settings = Json.object("mode", "Prevention", "maxRequestBodySizeInKb", bodyKilobytes);
        ObjectNode inputs = Json.object("policySettings", settings, "customRules", Json.array(rule));
        return Resources.resource("azure-native:network:WebApplicationFirewallPolicy", POLICY, inputs);
    }

    /** A gateway with the proxy behind it, and one account under {@code /direct/}. */
    static ArmResource gateway(boolean buffers, int timeoutSeconds) {
        ObjectNode inputs = Json.object(
                "gatewayIPConfigurations",
                Json.array(Json.object("subnet", ref(Resources.NETWORK + "/subnets/gateway"))),
                "globalConfiguration",
                Json.object("enableResponseBuffering", buffers),
                "firewallPolicy",
                ref(POLICY),
                "sslCertificates",
                Json.array(Json.object("name", "tls", "keyVaultSecretId", SECRET)),
                "httpListeners",
                Json.array(Json.object("name", "https", "sslCertificate", ref("/sslCertificates/tls"))),
                "backendAddressPools",
                Json.array(pool("proxy", PROXY), pool("accounts", ACCOUNT)),
                "backendHttpSettingsCollection",
                Json.array(settings("proxy", "", timeoutSeconds), settings("accounts", "/", timeoutSeconds)),
                "probes",
                Json.array(Json.object(
                        "name", "ready", "path", "/ready", "interval", 1, "timeout", 1, "unhealthyThreshold", 1)));
        ObjectNode direct = Json.object(
                "paths", Json.array("/direct/*"),
                "backendAddressPool", ref("/backendAddressPools/accounts"),
                "backendHttpSettings", ref("/backendHttpSettingsCollection/accounts"));
        ObjectNode map = Json.object(
                "name", "paths",
                "defaultBackendAddressPool", ref("/backendAddressPools/proxy"),
                "defaultBackendHttpSettings", ref("/backendHttpSettingsCollection/proxy"),
                "pathRules", Json.array(direct));
        ObjectNode rule = Json.object(
                "name",
                "all",
                "priority",
                1,
                "httpListener",
                ref("/httpListeners/https"),
                "urlPathMap",
                ref("/urlPathMaps/paths"));
        inputs.set("urlPathMaps", Json.array(map));
        inputs.set("requestRoutingRules", Json.array(rule));
        return Resources.resource(Arm.APPLICATION_GATEWAY, ID, inputs);
    }

    private static ObjectNode ref(String id) {
        return Json.object("id", id);
    }

    private static ObjectNode pool(String name, String host) {
        return Json.object("name", name, "backendAddresses", Json.array(Json.object("fqdn", host)));
    }

    private static ObjectNode settings(String name, String path, int timeoutSeconds) {
        return Json.object("name", name, "path", path, "requestTimeout", timeoutSeconds, "probe", ref("/probes/ready"));
    }

    String url() {
        return plane.place("ai.example.com").orElseThrow().url();
    }

    /** A client that trusts what the gateway's own file says. */
    HttpClient client() throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        Path file = plane.place("ai.example.com").orElseThrow().caFile();
        try (var pem = Files.newInputStream(file)) {
            for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                keys.setCertificateEntry("trusted" + keys.size(), each);
            }
        }
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(keys);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, managers.getTrustManagers(), null);
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(tls)
                .build();
    }

    @Override
    public void close() {
        plane.close();
        backends.values().forEach(Listener::close);
    }
}
