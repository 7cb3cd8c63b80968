package proxy.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import proxy.Proxy;
import proxy.config.Environment;
import proxy.http.Drain;
import proxy.observe.Events;

/** A proxy on free ports of the loopback interface; its configuration is made here, account by account. */
public final class ProxyUnderTest implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();

    static {
        Leaks.watch();
    }

    private final Proxy proxy;
    private final Events events;
    private final ByteArrayOutputStream log;
    private final Path file;

    private ProxyUnderTest(Proxy proxy, Events events, ByteArrayOutputStream log, Path file) {
        this.file = file;
        this.proxy = proxy;
        this.events = events;
        this.log = log;
    }

    /** What a test changes before the start. */
    public static final class Setup {
        private final ObjectNode config = JSON.createObjectNode();
        private final Map<String, String> variables = new HashMap<>();
        private Clock clock = Clock.systemUTC();
        private Drain drain = new Drain();

        Setup() {
            config.putObject("listen").put("host", "127.0.0.1").put("port", 0).put("managementPort", 0);
            config.put("credential", "none").put("callers", "none");
            config.putArray("pools");
            config.putArray("accounts");
            config.putArray("deployments");
            config.putObject("timeouts").put("connectMillis", 2000);
            config.putObject("limits");
        }

        /** An account of its own in a pool, with one deployment. */
        public Setup account(String name, String endpoint, String pool, String deployment) {
            if (config.withArray("pools").findValuesAsText("id").stream().noneMatch(pool::equals)) {
                config.withArray("pools")
                        .addObject()
                        .put("id", pool)
                        .put("requestsPerMinute", 0)
                        .put("tokensPerMinute", 0);
            }
            config.withArray("accounts").addObject().put("name", name).put("endpoint", endpoint);
            config.withArray("deployments")
                    .addObject()
                    .put("name", deployment)
                    .put("account", name)
                    .put("pool", pool);
            return this;
        }

        /** The deployment {@code gpt} of one account in a pool of its own. */
        public Setup account(String endpoint) {
            var name = "account-" + config.withArray("accounts").size();
            return account(name, endpoint, "pool-" + name, "gpt");
        }

        /** Of the deployment added last: 1, unless this is called, goes first. */
        public Setup priority(int priority) {
            var deployments = config.withArray("deployments");
            ((ObjectNode) deployments.get(deployments.size() - 1)).put("priority", priority);
            return this;
        }

        public Setup timeout(String key, int value) {
            config.withObject("timeouts").put(key, value);
            return this;
        }

        public Setup limit(String key, int value) {
            config.withObject("limits").put(key, value);
            return this;
        }

        public Setup variable(String name, String value) {
            variables.put(name, value);
            return this;
        }

        public Setup clock(Clock other) {
            clock = other;
            return this;
        }

        public Setup drain(Drain other) {
            drain = other;
            return this;
        }

        public ObjectNode config() {
            return config;
        }
    }

    public static ProxyUnderTest start(Consumer<Setup> change) {
        var setup = new Setup();
        change.accept(setup);
        setup.variables.put("PROXY_CONFIG", setup.config.toString());
        var log = new ByteArrayOutputStream();
        var events = new Events(log, Clock.systemUTC());
        var proxy = Proxy.start(Environment.read(setup.variables), events, setup.clock, setup.drain);
        return new ProxyUnderTest(proxy, events, log, null);
    }

    /** A proxy whose configuration is in a file, which it follows. */
    public static ProxyUnderTest follow(Path file, Consumer<Setup> change) {
        return follow(file, change, () -> {});
    }

    /** @param whenRead runs each time the file has been read */
    public static ProxyUnderTest follow(Path file, Consumer<Setup> change, Runnable whenRead) {
        write(file, change);
        var variables = Map.of("PROXY_CONFIG_FILE", file.toString());
        var log = new ByteArrayOutputStream();
        var events = new Events(log, Clock.systemUTC());
        Supplier<Environment> read = () -> {
            var environment = Environment.read(variables);
            whenRead.run();
            return environment;
        };
        var proxy = Proxy.following(file, read, events);
        return new ProxyUnderTest(proxy, events, log, file);
    }

    /** Writes another configuration into the file, from the start. */
    public void change(Consumer<Setup> change) {
        write(file, change);
    }

    public static void write(Path file, Consumer<Setup> change) {
        var setup = new Setup();
        change.accept(setup);
        try {
            Files.writeString(file, setup.config.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One proxy in front of behaviours of one upstream, each an account of the deployment {@code gpt} in a pool of its own. */
    public static ProxyUnderTest inFrontOf(FakeUpstream upstream, String... behaviours) {
        return start(setup -> List.of(behaviours).forEach(name -> setup.account(upstream.url(name))));
    }

    public RawClient client() throws IOException {
        return new RawClient(proxy.port());
    }

    public RawClient.Answer call(String request) throws IOException {
        try (var client = client()) {
            return client.call(request);
        }
    }

    public int port() {
        return proxy.port();
    }

    public Proxy proxy() {
        return proxy;
    }

    public JsonNode status() throws IOException {
        try (var client = new RawClient(proxy.managementPort())) {
            return JSON.readTree(client.call(RawClient.get("/status")).body());
        }
    }

    /** What the management port says in Prometheus' format. */
    public String metrics() throws IOException {
        try (var client = new RawClient(proxy.managementPort())) {
            return client.call(RawClient.get("/metrics")).body();
        }
    }

    /** Waits for an event with that word in it. */
    public String awaitEvent(String word) {
        return Await.value(() -> log.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.contains(word))
                .findFirst()
                .orElse(null));
    }

    public String log() {
        return log.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        proxy.stop();
        events.close();
        Leaks.check();
    }
}
