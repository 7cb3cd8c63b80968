package proxy.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import proxy.testkit.FakeUpstream;
import proxy.testkit.ProxyUnderTest;
import proxy.testkit.RawClient;

class RoutesTest {

    private static final String BODY = "{\"model\":\"gpt\"}";

    private static FakeUpstream upstream;
    private static ProxyUnderTest proxy;

    @BeforeAll
    static void start() throws Exception {
        upstream = FakeUpstream.start().on("echo", exchange -> exchange.answer(200, "", "\"" + exchange.path() + "\""));
        proxy = ProxyUnderTest.start(setup -> setup.account(upstream.url("echo")));
    }

    @AfterAll
    static void stop() throws Exception {
        proxy.close();
        upstream.close();
    }

    @ParameterizedTest(name = "{0} goes to {1}")
    @CsvSource({
        "/openai/v1/chat/completions, /openai/v1/chat/completions",
        "/v1/chat/completions, /openai/v1/chat/completions",
        "/v1/completions, /openai/v1/completions",
        "/v1/embeddings, /openai/v1/embeddings",
        "/openai/v1/responses, /openai/v1/responses",
        "/openai/v1/responses?api-version=preview, /openai/v1/responses?api-version=preview",
        "/openai/deployments/gpt/chat/completions?api-version=2024-10-21, /openai/deployments/gpt/chat/completions?api-version=2024-10-21",
        "/openai/deployments/gpt/completions?api-version=2025-04-01-preview, /openai/deployments/gpt/completions?api-version=2025-04-01-preview",
        "/openai/deployments/gpt/embeddings?api-version=2024-10-21, /openai/deployments/gpt/embeddings?api-version=2024-10-21"
    })
    void an_operation_is_forwarded_to_the_same_operation(String path, String upstreamPath) throws Exception {
        assertEquals(
                "\"/echo" + upstreamPath + "\"",
                proxy.call(RawClient.post(path, BODY)).body());
    }

    @ParameterizedTest(name = "{0} is nowhere")
    @ValueSource(
            strings = {
                "/",
                "/openai",
                "/status",
                "/metrics",
                "/v1",
                "/v1/",
                "/v1/files",
                "/openai/v1/chat/completions/",
                "//v1/chat/completions",
                "/v1//chat/completions",
                "/V1/chat/completions",
                "/openai/../v1/chat/completions",
                "/v1/./chat/completions",
                "/v1/chat%2fcompletions",
                "/%76%31/chat/completions",
                "/v1/chat/completions;a=b",
                "/v1/chat\\completions",
                "/v1/chat/completions%00",
                "/v1/chat/completions?api-key=x",
                "/v1/chat/completions?api-version=2024-10-21",
                "/v1/chat/completions?",
                "/openai/deployments/gpt",
                "/openai/deployments/../chat/completions?api-version=2024-10-21",
                "/openai/deployments/a%2fb/chat/completions?api-version=2024-10-21",
                "/openai/deployments/gpt/responses?api-version=2024-10-21",
                "/openai/deployments/gpt/images/generations?api-version=2024-10-21"
            })
    void what_is_not_in_the_table_is_not_found(String path) throws Exception {
        var answer = proxy.call(RawClient.post(path, BODY));
        if (path.endsWith("?")) {
            assertEquals(200, answer.status());
        } else {
            assertEquals(404, answer.status());
            assertEquals("not_found", answer.field("x-sluice-reason"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "?",
                "?api-version=",
                "?api-version=x",
                "?api-version=2024-10-21&a=b",
                "?a=b&api-version=2024-10-21"
            })
    void the_dated_api_needs_exactly_its_version(String query) throws Exception {
        var answer = proxy.call(RawClient.post("/openai/deployments/gpt/chat/completions" + query, BODY));
        assertEquals(400, answer.status());
        assertEquals("missing_api_version", answer.field("x-sluice-reason"));
    }

    @Test
    void a_wrong_method_is_told_the_right_one() throws Exception {
        var answer = proxy.call(RawClient.get("/v1/chat/completions"));
        assertEquals(405, answer.status());
        assertEquals("POST", answer.field("allow"));
        assertEquals("GET", proxy.call(RawClient.post("/live", "{}")).field("allow"));
    }

    @Test
    void models_are_those_of_the_configuration() throws Exception {
        assertEquals(
                "{\"object\":\"list\",\"data\":[{\"id\":\"gpt\",\"object\":\"model\",\"created\":0,\"owned_by\":\"sluice\"}]}",
                proxy.call(RawClient.get("/openai/v1/models")).body());
        assertEquals(200, proxy.call(RawClient.get("/v1/models")).status());
    }

    @Test
    void an_unknown_model_is_not_found_wherever_it_is_named() throws Exception {
        for (var request : new String[] {
            RawClient.chat("other"),
            RawClient.post("/v1/chat/completions", "{}"),
            RawClient.post("/openai/deployments/other/chat/completions?api-version=2024-10-21", BODY)
        }) {
            var answer = proxy.call(request);
            assertEquals(404, answer.status());
            assertEquals("model_not_found", answer.field("x-sluice-reason"));
            assertEquals("0", answer.field("x-sluice-attempts"));
        }
    }

    @Test
    void nothing_in_the_body_chooses_a_host() throws Exception {
        var body =
                "{\"model\":\"gpt\",\"api_base\":\"http://evil\",\"base_url\":\"http://evil\",\"azure_endpoint\":\"http://evil\"}";
        assertEquals(
                "\"/echo/openai/v1/chat/completions\"",
                proxy.call(RawClient.post("/v1/chat/completions", body)).body());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "[]",
                "\"gpt\"",
                "{\"model\":\"gpt\"",
                "{\"model\":\"gpt\"}{}",
                "{\"model\":7}",
                "{\"model\":\"gpt\",\"model\":\"other\"}",
                "{'model':'gpt'}"
            })
    void a_body_that_is_not_one_clear_object_is_refused(String body) throws Exception {
        var answer = proxy.call(RawClient.post("/v1/chat/completions", body));
        assertEquals(400, answer.status());
        assertTrue(answer.body().startsWith("{\"error\":{\"code\":\"invalid_json\""), answer.body());
    }
}
