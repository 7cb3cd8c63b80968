import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * What the proxy is asked while its cache is recorded: the requests of every day, over loopback, from a start on. Here are the account
 * (TLS), the issuer's keys and the managed identity too.
 */
final class Training implements AutoCloseable {

    /** More than one: some classes are loaded only when a connection is used again. */
    private static final int ROUNDS = 5;

    private static final long LIMIT_SECONDS = 90;
    private static final String SECRET = "training";
    private static final String TENANT = "11111111-1111-1111-1111-111111111111";
    private static final String USAGE = "\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":3,\"total_tokens\":12}";
    private static final String ANSWER =
            "{\"id\":\"c\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"Words.\"}}],"
                    + USAGE + "}";
    private static final String EVENT =
            "data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"words \"}}],\"usage\":null}\n\n";
    private static final String LAST = "data: {\"id\":\"c\",\"choices\":[]," + USAGE + "}\n\ndata: [DONE]\n\n";

    private final Path scratch;
    private final KeyPair keys;
    private final HttpsServer account;
    private final HttpServer identity;
    private final int port = freePort();
    private final int managementPort = freePort();
    private final HttpClient client = HttpClient.newHttpClient();

    Training(Path scratch) throws Exception {
        this.scratch = scratch;
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        keys = generator.generateKeyPair();
        var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        account = HttpsServer.create(loopback, 0);
        account.setHttpsConfigurator(new HttpsConfigurator(certified()));
        account.createContext("/keys", exchange -> answer(exchange, 200, keySet()));
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
                SECRET,
                "SSL_CERT_FILE",
                scratch.resolve("account.pem").toString());
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
                """.formatted(port, managementPort, TENANT, account, account, account);
    }

    /** Waits until the proxy is ready, and sends the requests. A busy machine may make some of them fail: they are sent again. */
    void run(Process proxy) throws Exception {
        var until = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        var token = "Bearer " + token();
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

    private String keySet() {
        var key = (RSAPublicKey) keys.getPublic();
        return "{\"keys\":[{\"kty\":\"RSA\",\"use\":\"sig\",\"kid\":\"training\",\"n\":\""
                + base64(unsigned(key.getModulus())) + "\",\"e\":\"" + base64(unsigned(key.getPublicExponent()))
                + "\"}]}";
    }

    private String token() throws Exception {
        var now = System.currentTimeMillis() / 1_000;
        var claims = """
                {"iss":"https://login.microsoftonline.com/%1$s/v2.0","tid":"%1$s","aud":"api://training","sub":"training","azp":"training",
                 "roles":["Caller"],"iat":%2$d,"nbf":%2$d,"exp":%3$d}
                """.formatted(TENANT, now, now + 3_600);
        var signed = base64("{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"training\"}".getBytes()) + "."
                + base64(claims.getBytes());
        var signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(keys.getPrivate());
        signature.update(signed.getBytes());
        return signed + "." + base64(signature.sign());
    }

    private static byte[] unsigned(BigInteger number) {
        var bytes = number.toByteArray();
        return bytes[0] == 0 ? java.util.Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** With a certificate of its own, which the proxy is told to trust. */
    private SSLContext certified() throws Exception {
        var store = scratch.resolve("account.p12");
        Files.deleteIfExists(store);
        keytool(
                "-genkeypair",
                "-alias",
                "account",
                "-keyalg",
                "EC",
                "-dname",
                "CN=account",
                "-ext",
                "san=ip:127.0.0.1",
                "-keystore",
                store.toString());
        keytool(
                "-exportcert",
                "-rfc",
                "-alias",
                "account",
                "-file",
                scratch.resolve("account.pem").toString(),
                "-keystore",
                store.toString());
        var loaded = KeyStore.getInstance(store.toFile(), SECRET.toCharArray());
        var managers = KeyManagerFactory.getInstance("PKIX");
        managers.init(loaded, SECRET.toCharArray());
        var context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    private void keytool(String... arguments) throws Exception {
        var command = new java.util.ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin/keytool").toString());
        command.addAll(java.util.List.of(arguments));
        command.addAll(java.util.List.of("-storepass", SECRET));
        var log = scratch.resolve("keytool.log");
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (process.waitFor() != 0) {
            throw new IllegalStateException("keytool: " + Files.readString(log));
        }
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
