package proxy.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import proxy.screen.Rules;

class ProfilesTest {

    private static final String DOCUMENT = """
            {"credential": {"managedIdentityClientId": "client"},
             "callers": {"tenantId": "tenant", "audience": "api://sluice", "profiles": []},
             "pools": [{"id": "east", "requestsPerMinute": 10, "tokensPerMinute": 1000}],
             "accounts": [{"name": "a", "endpoint": "https://a.openai.azure.com/"}],
             "deployments": [{"name": "gpt", "account": "a", "pool": "east"}]}
            """;

    private final ObjectNode document;

    ProfilesTest() throws IOException {
        document = (ObjectNode) new JsonMapper().readTree(DOCUMENT);
    }

    private ProxyConfig read() {
        return Environment.read(Map.of(
                        "PROXY_CONFIG",
                        document.toString(),
                        "IDENTITY_ENDPOINT",
                        "http://127.0.0.1:42356/msi/token",
                        "IDENTITY_HEADER",
                        "secret"))
                .config();
    }

    private void profile(String json) throws IOException {
        document.withObject("callers").withArray("profiles").add(new JsonMapper().readTree(json));
    }

    @Test
    void a_profile_is_read_and_its_defaults_are_filled_in() throws IOException {
        profile("{\"name\": \"batch\", \"roles\": [\"Batch\"], \"geographies\": [\"eu\"]}");
        var nothing = Optional.<Integer>empty();
        assertEquals(
                List.of(new ProxyConfig.Profile(
                        "batch",
                        List.of(),
                        List.of("Batch"),
                        Optional.empty(),
                        Optional.of(List.of("eu")),
                        nothing,
                        nothing,
                        nothing,
                        2,
                        true,
                        false,
                        Rules.OFF)),
                ((ProxyConfig.Callers.Entra) read().callers()).profiles());
    }

    @Test
    void the_faults_of_a_profile_are_named_by_their_paths() throws IOException {
        document.put("replicas", 0);
        profile("{\"name\": \"a\", \"models\": \"gpt\", \"roles\": [1], \"priority\": 4, \"concurrency\": 0}");
        profile("{\"name\": \"a\", \"geographies\": [], \"streaming\": 1, \"speed\": 9}");
        var fault = assertThrows(ConfigException.class, this::read);
        assertEquals("""
                callers.profiles[0].roles: [1] (expected: a list of strings that are not empty)
                callers.profiles[0].models: "gpt" (expected: a list of strings that are not empty)
                callers.profiles[0].concurrency: 0 (expected: 1..2147483647)
                callers.profiles[0].priority: 4 (expected: 1..3)
                callers.profiles[1].geographies: [] (expected: a list of at least 1)
                callers.profiles[1].streaming: 1 (expected: true or false)
                callers.profiles[1].speed: 9 (expected: one of name, clientIds, roles, models, geographies, \
                requestsPerMinute, tokensPerMinute, concurrency, priority, streaming, debug, screening)
                callers.profiles: 1 repeated (expected: no name twice)
                replicas: 0 (expected: 1..2147483647)""", fault.getMessage());
    }
}
