package localazure.planes.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpResponse;
import java.util.List;
import localazure.arm.ArmResource;
import localazure.planes.Json;
import localazure.planes.testkit.Resources;
import localazure.planes.testkit.Room;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A content filter of the account, on one of its two chat deployments. */
class FilterPolicyTest extends AnsweringAccount {
    private static final String ACCOUNT = Resources.accountId("one");

    @BeforeEach
    void filtered() throws Exception {
        open(Room.AT_ONCE);
        ArmResource chat = Resources.chat("one", 100);
        ObjectNode inputs = chat.inputs().deepCopy();
        ((ObjectNode) inputs.get("properties")).put("raiPolicyName", "own");
        room.put(Resources.resource(chat.token(), ACCOUNT + "/deployments/own-filter", inputs));
        word("one", "Project Nightfall", false);
        word("two", "internal[- ]only", true);
        policy("Default", filter("Hate", true, "Low"), filter("Violence", false, "High"));
    }

    private void word(String name, String pattern, boolean regex) {
        room.put(Resources.resource(
                "azure-native:cognitiveservices:RaiBlocklistItem",
                ACCOUNT + "/raiBlocklists/words/raiBlocklistItems/" + name,
                Json.object("properties", Json.object("pattern", pattern, "isRegex", regex))));
    }

    private void policy(String mode, ObjectNode... filters) {
        ObjectNode properties = Json.object(
                "basePolicyName",
                "Microsoft.DefaultV2",
                "mode",
                mode,
                "contentFilters",
                Json.array((Object[]) filters),
                "customBlocklists",
                Json.array(Json.object("blocklistName", "words", "source", "Prompt", "blocking", true)));
        room.put(Resources.resource(
                "azure-native:cognitiveservices:RaiPolicy",
                ACCOUNT + "/raiPolicies/own",
                Json.object("properties", properties)));
    }

    private static ObjectNode filter(String name, boolean blocking, String threshold) {
        return Json.object(
                "name",
                name,
                "source",
                "Prompt",
                "enabled",
                true,
                "blocking",
                blocking,
                "severityThreshold",
                threshold);
    }

    private HttpResponse<String> ask(String deployment, String text) throws Exception {
        ObjectNode body = ((ObjectNode) Room.chat(text)).put("model", deployment);
        return room.post("one", VERSION_1 + "chat/completions", body);
    }

    private JsonNode refused(String deployment, String text) throws Exception {
        HttpResponse<String> answer = ask(deployment, text);
        JsonNode error = Json.read(answer.body()).path("error");
        assertEquals(
                "400 content_filter",
                answer.statusCode() + " " + error.path("code").asText());
        return error.at("/innererror/content_filter_result");
    }

    private JsonNode answered(String deployment, String text) throws Exception {
        HttpResponse<String> answer = ask(deployment, text);
        assertEquals(200, answer.statusCode(), answer.body());
        return Json.read(answer.body());
    }

    @Test
    void words_of_the_list_are_refused_by_exactly_that_deployment() throws Exception {
        JsonNode result = refused("own-filter", "what of project NIGHTFALL?");
        assertTrue(result.at("/custom_blocklists/filtered").asBoolean());
        assertEquals("words", result.at("/custom_blocklists/details/0/id").asText());
        refused("own-filter", "this is internal-only");
        answered("gpt-5-mini", "what of project nightfall?");
    }

    @Test
    void a_severity_is_refused_from_the_threshold_on() throws Exception {
        assertEquals(
                "low",
                refused("own-filter", "sluice-hate-low").at("/hate/severity").asText());
        JsonNode hate =
                answered("gpt-5-mini", "sluice-hate-low").at("/prompt_filter_results/0/content_filter_results/hate");
        assertEquals("low false", hate.path("severity").asText() + " " + hate.path("filtered"));
        refused("gpt-5-mini", "sluice-hate-medium");
    }

    @Test
    void what_is_only_annotated_passes_with_its_annotation() throws Exception {
        JsonNode answer = answered("own-filter", "1 2 3 4 5 6 7 8 9 10 11 12 sluice-violence-high");
        JsonNode violence = answer.at("/prompt_filter_results/0/content_filter_results/violence");
        assertEquals("high false", violence.path("severity").asText() + " " + violence.path("filtered"));
        assertEquals("stop", answer.at("/choices/0/finish_reason").asText());
    }

    @Test
    void a_category_that_the_policy_does_not_name_keeps_the_default() throws Exception {
        refused("own-filter", "sluice-self-harm-medium");
        answered("own-filter", "sluice-self-harm-low");
    }

    @Test
    void attacks_are_found_by_their_shield() throws Exception {
        assertTrue(refused("own-filter", "sluice-jailbreak")
                .at("/jailbreak/detected")
                .asBoolean());
        answered("own-filter", "sluice-indirect-attack");
    }

    @Test
    void an_answer_ends_before_what_is_kept_back() throws Exception {
        JsonNode choice =
                answered("own-filter", "once sluice-protected-text more").at("/choices/0");
        assertEquals("content_filter", choice.path("finish_reason").asText());
        assertEquals("You asked: \"once", choice.at("/message/content").asText());
        JsonNode results = choice.path("content_filter_results");
        assertTrue(results.at("/protected_material_text/filtered").asBoolean());
        assertFalse(results.at("/hate/filtered").asBoolean());
    }

    @Test
    void a_stream_ends_before_what_is_kept_back() throws Exception {
        ObjectNode body = ((ObjectNode) Room.chat("once sluice-protected-text more")).put("model", "own-filter");
        List<String> events = stream("chat/completions", body);
        JsonNode last = Json.read(events.get(events.size() - 2));
        assertEquals("content_filter", last.at("/choices/0/finish_reason").asText());
        assertFalse(String.join("", events).contains("sluice-protected-text"), events.toString());
    }

    @Test
    void an_asynchronous_filter_comes_too_late() throws Exception {
        policy("Asynchronous_filter");
        JsonNode choice =
                answered("own-filter", "once sluice-protected-text more").at("/choices/0");
        assertEquals("content_filter", choice.path("finish_reason").asText());
        assertTrue(choice.at("/message/content").asText().contains("sluice-protected-text more"));
    }

    @Test
    void the_responses_api_says_that_it_is_incomplete() throws Exception {
        ObjectNode body = Json.object("model", "own-filter", "input", "once sluice-protected-text more");
        JsonNode answer =
                Json.read(room.post("one", VERSION_1 + "responses", body).body());
        assertEquals("incomplete", answer.path("status").asText());
        assertEquals("content_filter", answer.at("/incomplete_details/reason").asText());
    }
}
