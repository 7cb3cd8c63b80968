import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * What the proxy is asked while its cache is recorded: the requests of every day, over loopback, from a start on. Here are the account
 * (TLS), the issuer's keys and the managed identity too.
 */
final class Training implements AutoCloseable {

    /** More than one: some classes are loaded only when a connection is used again. */
    private static final int ROUNDS = 5;

    private static final long LIMIT_SECONDS = 90;
    private static final String USAGE = "\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":3,\"total_tokens\":12}";
    private static final String ANSWER =
            "{\"id\":\"c\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"Words.\"}}],"
                    + USAGE + "}";
    private static final String EVENT =
            "data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"words \"}}],\"usage\":null}\n\n";
    private static final String LAST = "data: {\"id\":\"c\",\"choices\":[]," + USAGE + "}\n\ndata: [DONE]\n\n";

    private final Path scratch;
    private final Issuer issuer = new Issuer();
    private final HttpsServer account;
    private final HttpServer identity;
    private final int port = freePort();
    private final int managementPort = freePort();
    private final HttpClient client = HttpClient.newHttpClient();

    Training(Path scratch) throws Exception {
        this.scratch = scratch;
        var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        account = HttpsServer.create(loopback, 0);
        account.setHttpsConfigurator(new HttpsConfigurator(new Certificate(scratch).context()));
        account.createContext("/keys", exchange -> answer(exchange, 200, issuer.keySet()));
        account.createContext(
                "/full", exchange -> answer(exchange, 429, "{\"error\":{\"code\":\"429\",\"message\":\"later\"}}"));
        account.createContext("/openai", this::openAi);
        identity = HttpServer.create(loopback, 0);
        identity.createContext(
                "/", exchange -> answer(exchange, 200, "{\"access_token\":\"t\",\"expires_on\":\"4102444800\"}"));
        for (var server : new HttpServer[] {account, identity}) {
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.start();
        }
    }

    /** The variables that the proxy is to be started with. */
    Map<String, String> environment() {
        return Map.of(
                "PROXY_CONFIG",
                config(),
                "IDENTITY_ENDPOINT",
                "http://127.0.0.1:" + identity.getAddress().getPort() + "/token",
                "IDENTITY_HEADER",
                "training",
                "SSL_CERT_FILE",
                new Certificate(scratch).file().toString());
    }

    private String config() {
        var account = "https://127.0.0.1:" + this.account.getAddress().getPort();
        return """
                {"listen":{"host":"127.0.0.1","port":%d,"managementPort":%d},
                 "credential":{"managedIdentityClientId":"proxy"},
                 "callers":{"tenantId":"%s","audience":"api://training","jwksUri":"%s/keys","requiredRole":"Caller",
                            "profiles":[{"name":"training","roles":["Caller"],"requestsPerMinute":1000000,
                                         "tokensPerMinute":1000000000,"concurrency":1000}]},
                 "pools":[{"id":"a","requestsPerMinute":1000000,"tokensPerMinute":1000000000},
                          {"id":"b","requestsPerMinute":1000000,"tokensPerMinute":1000000000}],
                 "accounts":[{"name":"a","endpoint":"%s"},{"name":"b","endpoint":"%s/full"}],
                 "deployments":[{"name":"gpt","account":"a","pool":"a"},{"name":"gpt","account":"b","pool":"b"}]}
                """.formatted(port, managementPort, Issuer.TENANT, account, account, account);
    }

    /** Waits until the proxy is ready, and sends the requests. A busy machine may make some of them fail: they are sent again. */
    void run(Process proxy) throws Exception {
        var until = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        var token = "Bearer " + issuer.token();
        expect(200, () -> get(port, "/ready"), proxy, until);
        for (var round = 0; round < ROUNDS; round++) {
            expect(200, () -> post("/openai/v1/chat/completions", token, body(false)), proxy, until);
            expect(200, () -> post("/openai/v1/chat/completions", token, body(true)), proxy, until);
            expect(
                    200,
                    () -> post(
                            "/openai/deployments/gpt/chat/completions?api-version=2025-04-01-preview",
                            token,
                            body(true)),
                    proxy,
                    until);
        }
        expect(401, () -> post("/openai/v1/chat/completions", "Bearer x", body(false)), proxy, until);
        expect(404, () -> post("/openai/v1/nothing", token, body(false)), proxy, until);
        expect(200, () -> get(port, "/live"), proxy, until);
        expect(200, () -> get(managementPort, "/metrics"), proxy, until);
        expect(200, () -> get(managementPort, "/status"), proxy, until);
    }

    private static void expect(int status, Callable<Integer> request, Process proxy, long until) throws Exception {
        for (var seen = request.call(); seen != status; seen = request.call()) {
            if (!proxy.isAlive() || System.nanoTime() > until) {
                throw new IllegalStateException("an answer with " + seen + " (expected: " + status + ")");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    private static String body(boolean stream) {
        return "{\"model\":\"gpt\",\"stream\":" + stream
                + ",\"max_tokens\":64,\"messages\":[{\"role\":\"user\",\"content\":\""
                + "Some words to answer. ".repeat(20) + "\"}]}";
    }

    private int get(int port, String path) throws InterruptedException {
        return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)));
    }

    private int post(String path, String authorization, String body) throws InterruptedException {
        return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("authorization", authorization)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private int send(HttpRequest.Builder request) throws InterruptedException {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString())
                    .statusCode();
        } catch (IOException e) {
            return 0;
        }
    }

    private void openAi(HttpExchange exchange) throws IOException {
        if (!new String(exchange.getRequestBody().readAllBytes()).contains("\"stream\":true")) {
            answer(exchange, 200, ANSWER);
            return;
        }
        exchange.getResponseHeaders().set("content-type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        try (var out = exchange.getResponseBody()) {
            for (var event = 0; event < 10; event++) {
                out.write(EVENT.getBytes());
                out.flush();
            }
            out.write(LAST.getBytes());
        }
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().set("content-type", "application/json");
        exchange.getResponseHeaders().set("x-ratelimit-remaining-requests", "1000");
        exchange.getResponseHeaders().set("x-ratelimit-remaining-tokens", "1000000");
        if (status == 429) {
            exchange.getResponseHeaders().set("retry-after-ms", "20");
        }
        exchange.sendResponseHeaders(status, json.length());
        exchange.getResponseBody().write(json.getBytes());
        exchange.close();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
        account.stop(0);
        identity.stop(0);
    }
}
