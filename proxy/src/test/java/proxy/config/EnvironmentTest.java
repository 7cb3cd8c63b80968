package proxy.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvironmentTest {

    private static final String FULL = """
            {"listen": {"host": "0.0.0.0", "port": 8081, "managementPort": 9091},
             "credential": {"managedIdentityClientId": "client"},
             "callers": {"tenantId": "tenant", "audience": "api://sluice", "requiredRole": "Caller"},
             "pools": [{"id": "east", "geography": "us", "requestsPerMinute": 10, "tokensPerMinute": 1000}],
             "accounts": [{"name": "a", "endpoint": "https://a.openai.azure.com/", "region": "eastus", "geography": "us"}],
             "deployments": [{"name": "gpt", "account": "a", "pool": "east", "model": "gpt-5.1"}]}
            """;
    private static final JsonMapper JSON = new JsonMapper();

    private final Map<String, String> variables = new HashMap<>(Map.of(
            "PROXY_CONFIG",
            FULL,
            "IDENTITY_ENDPOINT",
            "http://127.0.0.1:42356/msi/token",
            "IDENTITY_HEADER",
            "secret"));

    private ProxyConfig read() {
        return Environment.read(variables).config();
    }

    private void change(java.util.function.Consumer<ObjectNode> change) throws IOException {
        var document = (ObjectNode) JSON.readTree(FULL);
        change.accept(document);
        variables.put("PROXY_CONFIG", document.toString());
    }

    private List<String> faults() {
        return assertThrows(ConfigException.class, this::read)
                .getMessage()
                .lines()
                .toList();
    }

    @Test
    void a_document_is_read_and_its_defaults_are_filled_in() {
        var config = read();
        assertEquals(new ProxyConfig.Listen("0.0.0.0", 8081, 9091), config.listen());
        assertEquals(
                new ProxyConfig.Credential.ManagedIdentity("client", "https://cognitiveservices.azure.com"),
                config.credential());
        var callers = (ProxyConfig.Callers.Entra) config.callers();
        assertEquals("https://login.microsoftonline.com/tenant/v2.0", callers.issuer());
        assertEquals(
                "https://login.microsoftonline.com/tenant/discovery/v2.0/keys",
                callers.jwksUri().toString());
        assertEquals(Duration.ofSeconds(60), callers.clockSkew());
        assertEquals(
                "https://a.openai.azure.com",
                config.accounts().getFirst().endpoint().toString());
        assertEquals(1, config.deployments().getFirst().priority());
        assertEquals(new ProxyConfig.Limits(2_097_152, 3, 50, 128, 16_384), config.limits());
        assertEquals(Duration.ofSeconds(220), config.timeouts().drain());
    }

    @Test
    void every_fault_is_reported_at_once_in_the_words_of_the_document() throws IOException {
        change(document -> {
            document.put("extra", 1);
            document.withObject("listen").put("port", 70_000);
            document.remove("callers");
            document.withObject("credential").put("managedIdentityClientId", "");
            document.withArray("pools").addObject().put("id", "west").put("requestsPerMinute", -1);
            ((ObjectNode) document.path("accounts").get(0)).put("endpoint", "http://a.openai.azure.com");
            document.withArray("deployments")
                    .addObject()
                    .put("name", "a b")
                    .put("account", "z")
                    .put("pool", "y")
                    .put("priority", 0);
            document.putObject("upstream").putArray("addresses").add("10.20/16").add("10.20.0.0/16");
            document.putObject("timeouts").put("idleSeconds", "60");
            document.putObject("limits").put("attempts", 4);
        });
        assertEquals("""
                listen.port: 70000 (expected: 0..65535)
                credential.managedIdentityClientId: "" (expected: a string that is not empty)
                callers: missing (expected: none, or a JSON object with tenantId and audience)
                pools[1].requestsPerMinute: -1 (expected: 0..2147483647)
                pools[1].tokensPerMinute: missing (expected: 0..2147483647)
                accounts[0].endpoint: http://a.openai.azure.com (expected: an https:// URL without user, query or fragment; \
                http:// only to loopback or, for accounts, with credential none)
                deployments[1].name: a b (expected: 1 to 64 letters, digits, '.', '_' or '-')
                deployments[1].account: z (expected: the name of one of accounts)
                deployments[1].pool: y (expected: the id of one of pools)
                deployments[1].priority: 0 (expected: 1..2147483647)
                upstream.addresses: 10.20/16 (expected: ranges such as 10.20.0.0/16 or fd00::/8)
                timeouts.idleSeconds: "60" (expected: 1..2147483647)
                limits.attempts: 4 (expected: 1..3)
                extra: 1 (expected: one of listen, credential, screening, callers, pools, accounts, deployments, upstream, replicas, timeouts, limits, streams, retries)""".lines().toList(), faults());
    }

    @Test
    void what_is_neither_none_nor_an_object_is_one_fault_that_names_both() throws IOException {
        change(document -> document.put("callers", 1).remove("credential"));
        assertEquals(
                List.of(
                        "credential: missing (expected: none, or a JSON object with managedIdentityClientId)",
                        "callers: 1 (expected: none, or a JSON object with tenantId and audience)"),
                faults());
    }

    @Test
    void none_is_for_loopback_only() throws IOException {
        change(document -> document.put("credential", "none").put("callers", "none"));
        assertEquals(
                List.of(
                        "credential: none on 0.0.0.0 (expected: none only with listen.host 127.0.0.1, ::1 or localhost)",
                        "callers: none on 0.0.0.0 (expected: none only with listen.host 127.0.0.1, ::1 or localhost)"),
                faults());
        variables.put("PROXY_LISTEN_HOST", "127.0.0.1");
        assertEquals(new ProxyConfig.Callers.Anyone(), read().callers());
    }

    @Test
    void the_platform_may_override_where_to_listen() {
        variables.putAll(
                Map.of("PROXY_LISTEN_HOST", "::1", "PROXY_LISTEN_PORT", "0", "PROXY_LISTEN_MANAGEMENT_PORT", "1"));
        assertEquals(new ProxyConfig.Listen("::1", 0, 1), read().listen());
        assertEquals("[::1]:5", read().listen().authority(5));
        variables.put("PROXY_LISTEN_PORT", "x");
        assertEquals(List.of("PROXY_LISTEN.port: \"x\" (expected: 0..65535)"), faults());
    }

    @Test
    void the_document_may_be_in_a_file(@TempDir Path directory) throws IOException {
        variables.remove("PROXY_CONFIG");
        assertTrue(faults().getFirst().startsWith("PROXY_CONFIG: missing (expected: "));
        variables.put("PROXY_CONFIG_FILE", directory + "/none.json");
        assertTrue(faults().getFirst().startsWith("PROXY_CONFIG_FILE: "));
        variables.put(
                "PROXY_CONFIG_FILE",
                Files.writeString(directory.resolve("c.json"), FULL).toString());
        assertEquals(8081, read().listen().port());
    }

    @Test
    void what_is_no_json_object_is_a_fault_and_no_stack_trace() {
        for (var text : List.of("x", "{", "{\"a\":1,\"a\":2}", "{}{}")) {
            variables.put("PROXY_CONFIG", text);
            assertTrue(faults().getFirst().startsWith("configuration: "), text);
        }
        variables.put("PROXY_CONFIG", "[]");
        assertEquals("configuration: [] (expected: a JSON object)", faults().getFirst());
    }

    @Test
    void the_variables_of_the_platform_are_checked() {
        variables.put("IDENTITY_HEADER", " ");
        assertEquals(
                List.of(
                        "IDENTITY_ENDPOINT, IDENTITY_HEADER: missing (expected: set, because credential is a managed identity)"),
                faults());
        for (var header : List.of("secret\n", "sec\rret", "secr\u00e9t", "sec\u007fret")) {
            variables.put("IDENTITY_HEADER", header);
            assertEquals(
                    List.of("IDENTITY_HEADER: " + header.length()
                            + " characters (expected: visible ASCII, no line break among it)"),
                    faults());
        }
        variables.put("IDENTITY_HEADER", "secret");
        variables.put("PROXY_RESPONSE_KEY", "too short");
        assertEquals(
                List.of("PROXY_RESPONSE_KEY: 9 characters (expected: 32 or more that nobody can guess)"), faults());
        variables.put("PROXY_RESPONSE_KEY", "x".repeat(32));
        variables.put("HTTPS_PROXY", "socks://x");
        assertEquals(List.of("HTTPS_PROXY: socks://x (expected: http://HOST:PORT)"), faults());
        variables.put("HTTPS_PROXY", "http://127.0.0.1:3128");
        variables.put("SSL_CERT_FILE", "/nowhere.pem");
        assertEquals(List.of("SSL_CERT_FILE: /nowhere.pem (expected: a readable PEM file)"), faults());
    }

    @Test
    void the_list_of_words_may_be_a_variable_of_its_own() throws IOException {
        variables.put("PROXY_WORDS", "\ufeff=NEC\n\nfalcon");
        change(document -> document.putObject("screening").putObject("rules").put("words", "block"));
        var words = read().screening().words();
        assertEquals(List.of(1, 3), List.of(words.line(0), words.line(1)));
        assertTrue(words.vocabulary() != null && words.toString().equals("2 words"));
        variables.put("PROXY_WORDS", "falcon\n***");
        change(document -> document.putObject("screening").put("wordFile", "words.txt"));
        var faults = faults();
        assertEquals("screening.wordFile: present (expected: absent beside PROXY_WORDS)", faults.get(0));
        assertTrue(faults.get(1).startsWith("screening.words of PROXY_WORDS: line 2: "), faults::toString);
        assertFalse(faults.toString().contains("falcon"));
    }

    @Test
    void topics_have_so_many_sentences_and_no_longer_ones() throws IOException {
        change(document -> {
            var topics = document.putObject("screening").putObject("topics").put("deployment", "gpt");
            var list = topics.putArray("list");
            for (var count = 0; count < 11; count++) {
                var topic = list.addObject().put("name", "t").put("similarityPercent", 50);
                for (var sentence = 0; sentence < 50; sentence++) {
                    topic.withArray("sentences").add(sentence + count == 0 ? "x".repeat(1_001) : "s");
                }
            }
        });
        assertEquals(
                List.of(
                        "screening.topics.list[0].sentences[0]: 1001 characters (expected: 1..1000, not only spaces)",
                        "screening.topics.list: 550 sentences (expected: at most 500 in all)"),
                faults());
    }

    @Test
    void the_schema_takes_no_topic_that_the_parser_does_not_take() throws IOException {
        var schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(Files.readString(Path.of("config.schema.json")));
        for (var topic : List.of("a b|s", "A|s", "|s", "x".repeat(41) + "|s", "t|", "t|s")) {
            var parts = topic.split("\\|", -1);
            change(document -> document.putObject("screening")
                    .putObject("topics")
                    .put("deployment", "gpt")
                    .putArray("list")
                    .addObject()
                    .put("name", parts[0])
                    .put("similarityPercent", 50)
                    .putArray("sentences")
                    .add(parts[1]));
            var sound = topic.equals("t|s");
            var taken = schema.validate(variables.get("PROXY_CONFIG"), InputFormat.JSON);
            assertEquals(sound, taken.isEmpty(), topic);
            assertTrue(sound || !faults().isEmpty(), topic);
        }
        read();
    }

    @Test
    void a_fault_is_one_line_whatever_it_quotes() throws IOException {
        change(document -> document.put("a\nb\u001b[2J", 1));
        assertEquals(1, faults().size());
        assertTrue(faults().getFirst().startsWith("a\\u000ab\\u001b[2J: 1 (expected: "));
    }

    @Test
    void repeated_names_are_faults() throws IOException {
        change(document -> document.withArray("deployments")
                .add(document.path("deployments").get(0)));
        assertEquals(List.of("deployments: 1 repeated (expected: no name twice)"), faults());
    }

    @Test
    void the_printed_configuration_has_no_secret() {
        assertFalse(Environment.read(variables).toString().contains("header=secret"));
        assertFalse(read().json().toString().contains("secret"));
        assertEquals("PT1M", read().json().at("/timeouts/idle").asText());
    }

    @Test
    void the_parser_knows_exactly_the_keys_of_the_schema() throws IOException {
        var schema = JSON.readTree(Files.readString(Path.of("config.schema.json")));
        var document = (ObjectNode) JSON.readTree(FULL);
        assertKeys("", schema, document.put("zz", 0));
        for (var key : List.of("listen", "upstream", "timeouts", "limits", "streams", "retries", "screening")) {
            assertKeys(
                    key,
                    schema.at("/properties/" + key),
                    document.withObject(key).put("zz", 0));
        }
        assertKeys(
                "screening.rules",
                schema.at("/$defs/rules"),
                document.withObject("screening").putObject("rules").put("zz", 0));
        for (var key : List.of("credential", "callers")) {
            assertKeys(
                    key,
                    schema.at("/properties/" + key + "/oneOf/1"),
                    document.withObject(key).put("zz", 0));
        }
        for (var key : List.of("pools", "accounts", "deployments")) {
            var item = (ObjectNode) document.path(key).get(0);
            assertKeys(key + "[0]", schema.at("/properties/" + key + "/items"), item.put("zz", 0));
        }
        variables.put("PROXY_CONFIG", document.toString());
        unknownKeys.forEach((path, keys) -> {
            var prefix = path.isEmpty() ? "" : path + ".";
            var fault = faults().stream()
                    .filter(line -> line.startsWith(prefix + "zz: "))
                    .findFirst()
                    .orElseThrow();
            assertEquals(
                    keys,
                    new TreeSet<>(List.of(fault.substring(fault.indexOf("one of ") + 7, fault.length() - 1)
                            .split(", "))));
        });
    }

    private final Map<String, TreeSet<String>> unknownKeys = new HashMap<>();

    private void assertKeys(String path, JsonNode schema, JsonNode section) {
        var keys = new TreeSet<String>();
        schema.path("properties").fieldNames().forEachRemaining(keys::add);
        assertFalse(keys.isEmpty(), path);
        unknownKeys.put(path, keys);
    }
}
