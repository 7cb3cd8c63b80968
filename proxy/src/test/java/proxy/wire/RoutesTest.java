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
        "/openai/deployments/gpt/embeddings?api-version=2024-10-21, /openai/deployments/gpt/embeddings?api-version=2024-10-21",
        "/openai/deployments/gpt/images/generations?api-version=2024-10-21, /openai/deployments/gpt/images/generations?api-version=2024-10-21",
        "/openai/deployments/gpt/audio/speech?api-version=2024-10-21, /openai/deployments/gpt/audio/speech?api-version=2024-10-21",
        "/openai/v1/images/generations, /openai/v1/images/generations",
        "/v1/audio/speech, /openai/v1/audio/speech"
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
                "/openai/deployments/gpt/images?api-version=2024-10-21",
                "/v1/models/",
                "/v1/models/*",
                "/v1/models/gpt/files"
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
    void one_model_is_told_and_an_unknown_one_is_not_found() throws Exception {
        assertEquals(
                "{\"id\":\"gpt\",\"object\":\"model\",\"created\":0,\"owned_by\":\"sluice\"}",
                proxy.call(RawClient.get("/v1/models/gpt")).body());
        var unknown = proxy.call(RawClient.get("/openai/v1/models/other"));
        assertEquals(404, unknown.status());
        assertEquals("model_not_found", unknown.field("x-sluice-reason"));
        assertEquals(
                200,
                proxy.call(RawClient.get("/openai/models?api-version=2024-10-21"))
                        .status());
    }

    @ParameterizedTest(name = "{0} is refused with what to do instead")
    @CsvSource({
        "POST, /v1/files, request itself",
        "GET, /openai/v1/files/file-1/content, request itself",
        "POST, /openai/files?api-version=2024-10-21, request itself",
        "POST, /v1/uploads, request itself",
        "POST, /openai/deployments/gpt/batches?api-version=2024-10-21, single requests",
        "GET, /v1/batches/batch_1, single requests",
        "POST, /openai/assistants?api-version=2024-05-01-preview, previous_response_id",
        "POST, /v1/threads/t/runs, previous_response_id",
        "POST, /v1/conversations, previous_response_id",
        "DELETE, /v1/vector_stores/vs_1, search service",
        "POST, /v1/fine_tuning/jobs, tuned model",
        "POST, /v1/videos, images",
        "GET, /openai/realtime?api-version=2025-04-01-preview, streams",
        "POST, /v1/realtime/client_secrets, streams"
    })
    void what_lives_in_one_account_is_refused_with_what_to_do_instead(String method, String path, String instead)
            throws Exception {
        var answer = proxy.call(method + " " + path + " HTTP/1.1\r\nHost: sluice\r\n\r\n");
        assertEquals(400, answer.status());
        assertEquals("not_served", answer.field("x-sluice-reason"));
        assertTrue(answer.body().contains("\"type\":\"invalid_request_error\""), answer.body());
        assertTrue(answer.body().contains(instead), answer.body());
    }

    @Test
    void a_websocket_is_refused_in_words() throws Exception {
        var answer = proxy.call(RawClient.get(
                "/v1/realtime?model=gpt",
                "Connection: Upgrade",
                "Upgrade: websocket",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA=="));
        assertEquals(400, answer.status());
        assertEquals("not_served", answer.field("x-sluice-reason"));
        assertTrue(answer.body().contains("WebSocket"), answer.body());
    }

    @Test
    void a_deployment_may_be_called_like_a_part_of_the_api() throws Exception {
        var chat = "/openai/deployments/chat/chat/completions?api-version=2024-10-21";
        try (var other = ProxyUnderTest.start(setup -> setup.account("a", upstream.url("echo"), "p", "chat"))) {
            assertEquals(
                    "\"/echo" + chat + "\"",
                    other.call(RawClient.post(chat, "{}")).body());
        }
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
