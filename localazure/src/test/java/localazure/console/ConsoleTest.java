package localazure.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import localazure.planes.Json;
import localazure.planes.testkit.Resources;
import localazure.planes.testkit.Room;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsoleTest {
    private Room room;

    @BeforeEach
    void open(@TempDir Path stateDir) throws Exception {
        room = Room.open(stateDir).withPrivateAccount("one", "eastus", 100);
    }

    @AfterEach
    void close() {
        room.close();
    }

    @Test
    void status_says_what_every_account_and_pool_has_done() throws Exception {
        room.post("one", "/openai/v1/chat/completions", Room.chat("hi!"));
        JsonNode status = room.status();
        JsonNode account = status.path("accounts").path(0);
        assertEquals(
                "one eastus https://one.openai.azure.com Disabled 1 0",
                String.join(
                        " ",
                        account.path("name").asText(),
                        account.path("region").asText(),
                        account.path("endpoint").asText(),
                        account.path("publicNetworkAccess").asText(),
                        account.path("requests").asText(),
                        account.path("cancelled").asText()));
        JsonNode pool = status.path("pools").path(0);
        assertEquals(
                "00000000-0000-0000-0000-000000000001/eastus/gpt-5-mini/2025-08-07/GlobalStandard",
                pool.path("id").asText());
        assertEquals("17 1 0 60", join(pool, "usedTokens", "usedRequests", "refused", "secondsUntilReset"));
        assertEquals("100000 100", join(pool, "tokensPerMinute", "requestsPerMinute"));
        assertEquals("served", status.at("/requests/recent/0/end").asText());
    }

    @Test
    void resources_lists_every_id_with_its_type() throws Exception {
        Set<String> ids =
                new TreeSet<>(room.api("GET", "/api/resources", Json.object()).findValuesAsText("id"));
        assertEquals(8, ids.size());
        assertTrue(ids.contains(Resources.accountId("one")));
    }

    @Test
    void a_resource_can_be_deleted_behind_the_engines_back() throws Exception {
        assertEquals(
                200, room.console("DELETE", "/api/resources?id=/known/a", "").statusCode());
        assertEquals(404, room.console("DELETE", "/api/resources?id=/none", "").statusCode());
        assertEquals(
                409, room.console("DELETE", "/api/resources?id=/held/a", "").statusCode());
    }

    @Test
    void recover_answers_the_creates_that_are_known() throws Exception {
        JsonNode asked = Json.array(Json.object("urn", "urn:a", "type", "azure-native:x:Y", "inputs", Json.object()));
        JsonNode found = room.api("POST", "/api/recover", asked);
        assertEquals(
                "[{\"urn\":\"urn:a\",\"id\":\"/known/azure-native:x:Y\",\"outputs\":{\"name\":\"a\"}}]",
                found.toString());
    }

    @Test
    void faults_of_a_bad_request_are_all_named_at_once() throws Exception {
        var answer =
                room.console("POST", "/api/faults", "{\"kind\":\"slow\",\"status\":200,\"millis\":-1,\"count\":-2}");
        List<String> lines = new ArrayList<>(
                Json.read(answer.body()).path("error").asText().lines().toList());
        assertEquals(400, answer.statusCode());
        assertEquals(
                List.of(
                        "account: missing (expected: one of one)",
                        "kind: slow (expected: status, hang, reset or latency)",
                        "status: 200 (expected: 400..599)",
                        "millis: -1 (expected: 0 or more)",
                        "count: -2 (expected: 0 or more; 0 means every request)"),
                lines);
        var misspelled = room.console("POST", "/api/faults", "{\"account\":\"ten\",\"kind\":\"hang\"}");
        assertEquals("{\"error\":\"account: ten (expected: one of one)\"}", misspelled.body());
        assertEquals(400, room.console("POST", "/api/tokens", "{}").statusCode());
        assertEquals(400, room.console("POST", "/api/tokens", "not json").statusCode());
    }

    @Test
    void the_page_is_one_document_without_foreign_parts() throws Exception {
        String page = room.console("GET", "/", "").body();
        assertTrue(page.startsWith("<!doctype html>"), page);
        assertTrue(!page.contains("http://") && !page.contains("https://"), "a link to elsewhere");
    }

    @Test
    void the_script_of_the_page_and_the_runbooks_of_alerts_are_served_and_no_other_file() throws Exception {
        assertTrue(room.console("GET", "/page.js", "").body().contains("export function render"));
        String runbook =
                room.console("GET", "/docs/runbooks/openai-throttled.md", "").body();
        assertTrue(runbook.startsWith("# "), runbook);
        for (String path :
                List.of("/docs/runbooks/none.md", "/docs/runbooks/../../page.html", "/catalogue/models.json")) {
            assertEquals(404, room.console("GET", path, "").statusCode(), path);
        }
    }

    @Test
    void pages_of_other_sites_and_other_host_names_are_refused() throws Exception {
        assertTrue(raw("host: evil.example.com\r\n").startsWith("HTTP/1.1 403"));
        assertTrue(raw("host: localhost\r\norigin: http://evil.example.com\r\n").startsWith("HTTP/1.1 403"));
        assertTrue(raw("host: localhost\r\n").startsWith("HTTP/1.1 200"));
    }

    private String raw(String headers) throws Exception {
        try (Socket socket =
                new Socket("127.0.0.1", URI.create(room.planes.consoleUrl()).getPort())) {
            String request = "GET /api/status HTTP/1.1\r\nconnection: close\r\n" + headers + "\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String join(JsonNode node, String... names) {
        List<String> values = new ArrayList<>();
        for (String name : names) values.add(node.path(name).asText());
        return String.join(" ", values);
    }
}
