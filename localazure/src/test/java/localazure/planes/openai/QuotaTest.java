package localazure.planes.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import localazure.planes.Json;
import localazure.planes.testkit.Resources;
import localazure.planes.testkit.Room;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuotaTest {
    private static final String CHAT = "/openai/deployments/gpt-5-mini/chat/completions?api-version=2024-10-21";

    private Room room;

    @BeforeEach
    void three_accounts_of_one_region_and_one_of_another(@TempDir Path stateDir) throws Exception {
        room = Room.open(stateDir)
                .withPrivateAccount("one", "eastus", 20)
                .withPrivateAccount("two", "eastus", 20)
                .withPrivateAccount("three", "East US", 20)
                .withPrivateAccount("far", "westeurope", 20);
    }

    @AfterEach
    void close() {
        room.close();
    }

    @Test
    void accounts_of_one_subscription_and_region_share_one_pool() throws Exception {
        JsonNode pools = room.status().path("pools");
        assertEquals(2, pools.size());
        assertEquals("eastus 60000 60", summary(pools.path(0)));
        assertEquals("westeurope 20000 20", summary(pools.path(1)));
    }

    @Test
    void what_one_account_used_is_missing_on_its_sibling_and_not_elsewhere() throws Exception {
        assertEquals(200, ask("one", 59_990).statusCode());
        assertEquals(429, ask("two", 100).statusCode());
        assertEquals(200, ask("far", 100).statusCode());
        assertEquals(1, room.status().path("pools").path(0).path("refused").asInt());
        room.clock.advance(Duration.ofMinutes(1));
        assertEquals(200, ask("three", 100).statusCode());
    }

    @Test
    void a_refusal_for_tokens_carries_every_form_of_header() throws Exception {
        room.clock.advance(Duration.ofMillis(22_500));
        HttpResponse<String> answer = ask("one", 60_000);
        assertEquals(429, answer.statusCode());
        assertHeader("38", answer, "retry-after");
        assertHeader("37500", answer, "retry-after-ms");
        assertHeader("60000", answer, "x-ratelimit-limit-tokens");
        assertHeader("60", answer, "x-ratelimit-limit-requests");
        assertHeader("60000", answer, "x-ratelimit-remaining-tokens");
        assertHeader("59", answer, "x-ratelimit-remaining-requests");
        assertHeader("38", answer, "x-ratelimit-reset-tokens");
        JsonNode error = Json.read(answer.body()).path("error");
        assertEquals("429", error.path("code").asText());
        String message = error.path("message").asText();
        assertTrue(message.contains("exceeded token rate limit"), message);
        assertTrue(
                message.contains("ChatCompletions_Create Operation under Azure OpenAI API version 2024-10-21"),
                message);
        assertTrue(message.contains("retry after 38 seconds"), message);
    }

    @Test
    void a_good_answer_says_what_is_left_and_no_retry_header() throws Exception {
        HttpResponse<String> answer = ask("one", 999);
        assertHeader("59000", answer, "x-ratelimit-remaining-tokens");
        assertTrue(answer.headers().firstValue("retry-after").isEmpty());
    }

    @Test
    void requests_beyond_a_slice_are_refused_until_the_next() throws Exception {
        for (int i = 0; i < 10; i++) assertEquals(200, ask("one", 1).statusCode());
        HttpResponse<String> answer = ask("two", 1);
        assertEquals(429, answer.statusCode());
        assertHeader("10", answer, "retry-after");
        assertTrue(answer.body().contains("exceeded call rate limit"), answer.body());
    }

    @Test
    void without_a_limit_sixteen_tokens_are_assumed() throws Exception {
        room.post("one", CHAT, Room.chat("hi!"));
        assertEquals(
                1 + 16, room.status().path("pools").path(0).path("usedTokens").asInt());
    }

    @Test
    void a_deployment_that_is_removed_takes_its_capacity_along() throws Exception {
        room.delete(Resources.chat("two", 20));
        assertEquals("eastus 40000 40", summary(room.status().path("pools").path(0)));
    }

    private HttpResponse<String> ask(String account, int maxTokens) throws Exception {
        ObjectNode body = (ObjectNode) Room.chat("hi!");
        return room.post(account, CHAT, body.put("max_tokens", maxTokens));
    }

    private static String summary(JsonNode pool) {
        return pool.path("region").asText() + " " + pool.path("tokensPerMinute") + " " + pool.path("requestsPerMinute");
    }

    private static void assertHeader(String expected, HttpResponse<String> answer, String name) {
        assertEquals(expected, answer.headers().firstValue(name).orElse(""), name);
    }
}
