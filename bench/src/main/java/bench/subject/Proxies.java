package bench.subject;

import bench.account.Fleet;
import bench.account.Issuer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Starts the proxy as the image does, and peers where the machine has them. */
public final class Proxies {

    /** Container memory in the platform; the heap is a share of it. */
    private static final String REPLICA_MEMORY = "-XX:MaxRAM=2g";

    /** Descriptors that a peer needs beside two for each connection. */
    private static final int PEERS_OWN = 60;

    private static final int MANAGEMENT_OFFSET = 100;
    private static final JsonMapper JSON = new JsonMapper();

    private final Path root;
    private final Path scratch;
    private final Fleet fleet;
    private final int controlPort;

    /** @param root of the repository; scratch for logs and configurations; controlPort of the simulator */
    public Proxies(Path root, Path scratch, Fleet fleet, int controlPort) {
        this.root = root;
        this.scratch = scratch;
        this.fleet = fleet;
        this.controlPort = controlPort;
    }

    /** The bench seat as it is committed: callers and credential none, quota known. */
    public Subject seat(int port, String... more) throws IOException {
        return start("sluice", port, config(), linked(), more);
    }

    /** Tokens of callers checked, roles, caller limits, the credential of a managed identity; quota never short. */
    public Subject everything(int port, String... more) throws IOException {
        return start("sluice", port, full(), linked(), more);
    }

    /** The same on a whole JDK of the same version, which can record where time goes; the linked runtime leaves that out. */
    public Subject profiled(int port) throws IOException {
        var jdk = Path.of(System.getProperty("java.home"));
        return start(
                "sluice",
                port,
                full(),
                jdk,
                "-XX:StartFlightRecording:settings=profile,jdk.CPUTimeSample#enabled=true",
                "-Xlog:jfr*=warning");
    }

    private ObjectNode full() throws IOException {
        var config = unlimited(config());
        config.remove("callers");
        var callers = config.putObject("callers");
        callers.put("tenantId", Issuer.TENANT).put("audience", Issuer.AUDIENCE).put("requiredRole", "Caller");
        callers.put("jwksUri", "http://127.0.0.1:" + controlPort + "/keys");
        callers.putArray("profiles")
                .addObject()
                .put("name", "bench")
                .put("requestsPerMinute", Integer.MAX_VALUE)
                .put("tokensPerMinute", Integer.MAX_VALUE)
                .put("concurrency", 1_000_000)
                .putArray("roles")
                .add("Caller");
        config.putObject("credential").put("managedIdentityClientId", "22222222-2222-2222-2222-222222222222");
        return config;
    }

    /** Neither tokens nor profiles: what they cost is the difference. */
    public Subject bare(int port, String... more) throws IOException {
        return start("sluice without tokens", port, unlimited(config()), linked(), more);
    }

    /** The seat with quota never short, and that many seconds to finish what runs when it is told to end. */
    public Subject replica(int port, int drainSeconds, String... more) throws IOException {
        var config = unlimited(config());
        config.putObject("timeouts").put("drainSeconds", drainSeconds);
        return start("sluice", port, config, linked(), more);
    }

    private ObjectNode config() throws IOException {
        var config = (ObjectNode)
                JSON.readTree(root.resolve("bench/configs/twelve.json").toFile());
        for (var index = 0; index < fleet.accounts().size(); index++) {
            ((ObjectNode) config.withArray("accounts").get(index))
                    .put(
                            "endpoint",
                            "http://127.0.0.1:" + fleet.accounts().get(index).port());
        }
        return config;
    }

    private static ObjectNode unlimited(ObjectNode config) {
        config.withArray("pools")
                .forEach(pool -> ((ObjectNode) pool)
                        .put("requestsPerMinute", Integer.MAX_VALUE)
                        .put("tokensPerMinute", Integer.MAX_VALUE));
        return config;
    }

    private Path parts() {
        return root.resolve("proxy/target/image").toAbsolutePath();
    }

    private Path linked() {
        return parts().resolve("runtime");
    }

    private Subject start(String name, int port, ObjectNode config, Path java, String... more) throws IOException {
        config.putObject("listen")
                .put("host", "127.0.0.1")
                .put("port", port)
                .put("managementPort", port + MANAGEMENT_OFFSET);
        var command = new ArrayList<>(Subject.PINNED);
        command.add(java.resolve("bin/java").toString());
        command.add(REPLICA_MEMORY);
        command.addAll(List.of(more));
        command.add("@java.args");
        var builder = builder("sluice-" + port, command).directory(parts().toFile());
        // Every account is on the loopback interface: this machine's own authorities and proxy do not matter.
        builder.environment().keySet().removeAll(Set.of("SSL_CERT_FILE", "HTTPS_PROXY"));
        builder.environment().put("PROXY_CONFIG", config.toString());
        builder.environment().put("IDENTITY_ENDPOINT", "http://127.0.0.1:" + controlPort + "/identity");
        builder.environment().put("IDENTITY_HEADER", "bench");
        return Subject.start(name, port, builder, () -> ready(port));
    }

    /** Whether it is ready by its own word. */
    static boolean ready(int port) {
        try {
            var probe = (HttpURLConnection)
                    URI.create("http://127.0.0.1:" + port + "/ready").toURL().openConnection();
            return probe.getResponseCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** @param config file of {@code bench/peers}; empty when there is no HAProxy on this machine */
    public Optional<Subject> haproxy(int port, String config) throws IOException {
        var command = new ArrayList<>(Subject.PINNED);
        command.addAll(List.of("haproxy", "-db", "-f", peer(config, port).toString()));
        return peer("haproxy", port, command);
    }

    /** @param config file of {@code bench/peers}; empty when there is no nginx on this machine */
    public Optional<Subject> nginx(int port, String config) throws IOException {
        var command = new ArrayList<>(Subject.PINNED);
        command.addAll(List.of(
                "nginx", "-p", scratch.toString(), "-c", peer(config, port).toString()));
        return peer("nginx", port, command);
    }

    private Optional<Subject> peer(String name, int port, List<String> command) throws IOException {
        var found = List.of("/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin").stream()
                .map(folder -> Path.of(folder, name))
                .anyMatch(Files::isExecutable);
        if (!found) {
            return Optional.empty();
        }
        var builder = builder(name + "-" + port, command);
        builder.environment().merge("PATH", "/usr/sbin:/usr/local/sbin", (path, more) -> path + ":" + more);
        return Optional.of(Subject.start(name, port, builder, () -> Subject.listens(port)));
    }

    private Path peer(String config, int port) throws IOException {
        var text = Files.readString(root.resolve("bench/peers").resolve(config))
                .replace("@PORT@", "" + port)
                .replace("@CONNECTIONS@", "" + (ProcStat.descriptorLimit() - PEERS_OWN) / 2)
                .replace("@SCRATCH@", scratch.toString());
        return Files.writeString(scratch.resolve(config), text);
    }

    private ProcessBuilder builder(String log, List<String> command) {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(scratch.resolve(log + ".log").toFile());
    }
}
