package localazure.planes.openai;

import static localazure.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import localazure.planes.Json;
import localazure.planes.monitor.LogTables;
import localazure.planes.monitor.Sample;
import localazure.planes.testkit.Resources;
import localazure.planes.testkit.Room;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccountTelemetryTest extends AnsweringAccount {
    private static final String ACCOUNT = Resources.accountId("one");
    private static final String CHAT = VERSION_1 + "chat/completions";
    private static final String CANARY = "canary-4711";

    @BeforeEach
    void open() throws Exception {
        open(Room.AT_ONCE);
        room.put(Resources.workspace("logs"));
    }

    private HttpResponse<String> ask(String prompt) throws Exception {
        return room.post("one", CHAT, Room.chat(prompt));
    }

    /** All values of a metric that has only one combination of dimensions, once it has that many. */
    private Map.Entry<Map<String, String>, Sample> only(String metric, int count) throws Exception {
        eventually(
                metric,
                () -> room.measured(ACCOUNT, metric).values().stream()
                                .mapToDouble(Sample::count)
                                .sum()
                        == count);
        Map<Map<String, String>, Sample> measured = room.measured(ACCOUNT, metric);
        assertEquals(1, measured.size(), measured.toString());
        return measured.entrySet().iterator().next();
    }

    private JsonNode row() throws Exception {
        eventually("a row", () -> room.rows("AzureDiagnostics").size() == 1);
        return room.rows("AzureDiagnostics").path(0);
    }

    @Test
    void a_request_is_counted_by_model_operation_and_status() throws Exception {
        ask("hi!");
        room.post("one", CHAT, Room.chat("hi!"));
        Map.Entry<Map<String, String>, Sample> requests = only("AzureOpenAIRequests", 2);
        assertEquals(
                "{ApiName=Azure OpenAI API version v1, ModelDeploymentName=gpt-5-mini, ModelName=gpt-5-mini,"
                        + " ModelVersion=2025-08-07, OperationName=ChatCompletions_Create, Region=East US,"
                        + " StatusCode=200, StreamType=Non-Streaming}",
                new TreeMap<>(requests.getKey()).toString());
        assertEquals(100, only("AzureOpenAIAvailabilityRate", 2).getValue().minimum());
        assertTrue(only("AzureOpenAITimeToResponse", 2).getValue().minimum() >= 0);
        assertEquals("gpt-5-mini", only("RAITotalRequests", 2).getKey().get("ModelName"));
        assertTrue(room.measured(ACCOUNT, "RAIRejectedRequests").isEmpty());
    }

    @Test
    void tokens_are_those_of_the_usage_that_the_caller_sees() throws Exception {
        JsonNode usage = Json.read(ask("How many tokens are these?").body()).path("usage");
        assertEquals(
                usage.path("prompt_tokens").asDouble(),
                only("ProcessedPromptTokens", 1).getValue().total());
        assertEquals(
                usage.path("completion_tokens").asDouble(),
                only("GeneratedTokens", 1).getValue().total());
        Map.Entry<Map<String, String>, Sample> all = only("TokenTransaction", 1);
        assertEquals(usage.path("total_tokens").asDouble(), all.getValue().total());
        assertEquals("gpt-5-mini", all.getKey().get("ModelDeploymentName"));
    }

    @Test
    void embeddings_generate_nothing() throws Exception {
        room.post("one", VERSION_1 + "embeddings", Json.object("model", "embed", "input", "four words of text"));
        assertEquals(0, only("GeneratedTokens", 1).getValue().total());
        assertEquals(
                only("ProcessedPromptTokens", 1).getValue().total(),
                only("TokenTransaction", 1).getValue().total());
    }

    @Test
    void a_server_error_lowers_the_availability_and_uses_no_token() throws Exception {
        room.api("POST", "/api/faults", Json.object("account", "one", "kind", "status", "status", 503));
        ask("hi!");
        assertEquals("503", only("AzureOpenAIRequests", 1).getKey().get("StatusCode"));
        assertEquals(0, only("AzureOpenAIAvailabilityRate", 1).getValue().maximum());
        assertTrue(room.measured(ACCOUNT, "TokenTransaction").isEmpty());
        assertTrue(room.measured(ACCOUNT, "RAITotalRequests").isEmpty());
    }

    @Test
    void a_refusal_for_quota_is_no_server_error() throws Exception {
        room.post("one", CHAT, ((ObjectNode) Room.chat("hi!")).put("max_tokens", 1_000_000));
        assertEquals("429", only("AzureOpenAIRequests", 1).getKey().get("StatusCode"));
        assertEquals(100, only("AzureOpenAIAvailabilityRate", 1).getValue().minimum());
    }

    @Test
    void a_blocked_prompt_is_charged_and_counted_as_rejected() throws Exception {
        assertEquals(400, ask("sluice-hate-high").statusCode());
        assertEquals("Prompt", only("RAIRejectedRequests", 1).getKey().get("TextType"));
        assertEquals("400", only("AzureOpenAIRequests", 1).getKey().get("StatusCode"));
        assertTrue(only("TokenTransaction", 1).getValue().total() > 0);
    }

    @Test
    void a_blocked_answer_is_counted_as_rejected() throws Exception {
        assertEquals(200, ask("sluice-protected-text").statusCode());
        assertEquals("Completion", only("RAIRejectedRequests", 1).getKey().get("TextType"));
    }

    @Test
    void what_got_no_answer_leaves_no_trace() throws Exception {
        room.put(Resources.diagnostics(ACCOUNT, "categoryGroup", "allLogs"));
        room.api("POST", "/api/faults", Json.object("account", "one", "kind", "reset", "count", 1));
        assertThrows(IOException.class, () -> ask("hi!"));
        ask("hi!");
        assertEquals("200", only("AzureOpenAIRequests", 1).getKey().get("StatusCode"));
        assertEquals("200", row().path("ResultSignature").asText());
    }

    @Test
    void a_row_has_the_shape_of_azures() throws Exception {
        room.put(Resources.diagnostics(ACCOUNT, "categoryGroup", "allLogs"));
        HttpResponse<String> answer = room.post(
                "one", "/openai/deployments/gpt-5-mini/chat/completions?api-version=2024-10-21", Room.chat("hi!"));
        ObjectNode row = row().deepCopy();
        assertTrue(row.remove("CorrelationId").asText().length() == 36);
        assertTrue(row.remove("DurationMs").isIntegralNumber());
        ObjectNode properties =
                (ObjectNode) Json.read(row.remove("properties_s").asText());
        assertEquals(
                "{\"TimeGenerated\":\"2026-11-25T10:00:00Z\",\"ResourceProvider\":\"MICROSOFT.COGNITIVESERVICES\","
                        + "\"Resource\":\"ONE\",\"Category\":\"RequestResponse\",\"OperationName\":\"ChatCompletions_Create\","
                        + "\"CallerIPAddress\":\"127.0.0.***\",\"ResultSignature\":\"200\",\"location_s\":\"eastus\","
                        + "\"_ResourceId\":\"" + ACCOUNT.toLowerCase() + "\","
                        + "\"TenantId\":\"33333333-0000-4000-8000-000000000001\"}",
                row.toString());
        assertTrue(properties.remove("responseTime").asLong() >= 639_311_976_000_000_000L);
        assertEquals(
                "{\"requestTime\":639311976000000000,\"requestLength\":"
                        + Room.chat("hi!").toString().length() + ",\"responseLength\":"
                        + answer.body().length() + ",\"objectId\":\"\","
                        + "\"apiName\":\"Azure OpenAI API version 2024-10-21\",\"streamType\":\"Non-Streaming\","
                        + "\"modelDeploymentName\":\"gpt-5-mini\",\"modelName\":\"gpt-5-mini\","
                        + "\"modelVersion\":\"2025-08-07\"}",
                properties.toString());
    }

    @Test
    void a_row_has_only_columns_that_the_queries_know() throws Exception {
        room.put(Resources.diagnostics(ACCOUNT, "category", "RequestResponse"));
        ask("hi!");
        assertEquals(
                "[]",
                LogTables.load()
                        .faults("AzureDiagnostics", java.util.List.of(row()))
                        .toString());
    }

    @Test
    void a_stream_has_the_length_of_its_events() throws Exception {
        room.put(Resources.diagnostics(ACCOUNT, "category", "RequestResponse"));
        HttpResponse<String> answer = room.post("one", CHAT, ((ObjectNode) Room.chat("hi!")).put("stream", true));
        JsonNode properties = Json.read(row().path("properties_s").asText());
        assertEquals("Streaming", properties.path("streamType").asText());
        assertEquals(answer.body().length(), properties.path("responseLength").asInt());
    }

    @Test
    void a_caller_without_a_role_leaves_a_row_with_what_it_asked_for() throws Exception {
        room.put(Resources.diagnostics(ACCOUNT, "category", "RequestResponse"));
        String stranger = room.token("https://cognitiveservices.azure.com", "stranger");
        room.inside().send(Room.request("one", CHAT, Room.chat("hi!"), stranger), HttpResponse.BodyHandlers.ofString());
        assertEquals("403", row().path("ResultSignature").asText());
        assertEquals("ChatCompletions_Create", row().path("OperationName").asText());
    }

    @Test
    void the_list_of_models_is_an_operation_of_its_own() throws Exception {
        room.put(Resources.diagnostics(ACCOUNT, "category", "RequestResponse"));
        room.post("one", VERSION_1 + "models", Json.object());
        assertEquals("Models_List", row().path("OperationName").asText());
    }

    @ParameterizedTest
    @CsvSource({"category, Audit", "categoryGroup, audit"})
    void a_setting_for_something_else_sends_no_row(String key, String category) throws Exception {
        room.put(Resources.diagnostics(ACCOUNT, key, category));
        ask("hi!");
        only("AzureOpenAIRequests", 1);
        assertEquals(0, room.rows("AzureDiagnostics").size());
    }

    @Test
    void without_a_setting_or_for_another_account_there_is_no_row() throws Exception {
        room.put(Resources.diagnostics(Resources.accountId("two"), "categoryGroup", "allLogs"));
        ask("hi!");
        only("AzureOpenAIRequests", 1);
        assertEquals(0, room.rows("AzureDiagnostics").size());
    }

    @Test
    void no_word_of_a_prompt_or_an_answer_is_kept() throws Exception {
        room.put(Resources.diagnostics(ACCOUNT, "categoryGroup", "allLogs"));
        assertTrue(ask(CANARY).body().contains(CANARY));
        room.post("one", CHAT, ((ObjectNode) Room.chat(CANARY)).put("stream", true));
        room.post("one", VERSION_1 + "responses", Json.object("model", "gpt-5-mini", "input", CANARY));
        room.post("one", VERSION_1 + "embeddings", Json.object("model", "embed", "input", CANARY));
        ask(CANARY + " sluice-hate-high");
        eventually("five rows", () -> room.rows("AzureDiagnostics").size() == 5);
        StringBuilder kept = new StringBuilder(room.rows("AzureDiagnostics").toString());
        for (String metric : new String[] {"AzureOpenAIRequests", "TokenTransaction", "RAIRejectedRequests"}) {
            kept.append(room.measured(ACCOUNT, metric));
        }
        assertFalse(kept.toString().contains(CANARY), kept.toString());
        assertTrue(Optional.of(kept.toString())
                .filter(text -> text.contains("gpt-5-mini"))
                .isPresent());
    }
}
