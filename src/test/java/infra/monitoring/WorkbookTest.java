package infra.monitoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.pulumi.core.Output;
import infra.settings.AlertRule.Target;
import infra.testkit.Fixtures;
import infra.testkit.PulumiHarness;
import infra.testkit.StackFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WorkbookTest {

    private static final String ID = "11111111-2222-3333-4444-555555555555";

    @Test
    void each_pool_has_its_own_plot_of_tokens_with_its_quota_in_the_title() {
        var pools = StackFiles.plan("dev").capacity().pools();
        var titles = titles(Map.of());
        for (var pool : pools) {
            assertTrue(
                    titles.contains(
                            "Tokens used a minute of pool " + pool.id() + ", whose quota is " + pool.tokensPerMinute()),
                    () -> pool.id() + " " + titles);
        }
        var item = item("Tokens used a minute of pool " + pools.get(0).id(), Map.of());
        assertEquals("[\"gpt-5.1\"]", item.at("/content/filters/0/values").toString());
        assertEquals("[\"account-A\"]", item.at("/content/resourceIds").toString());
        assertEquals(1, item.at("/content/metrics/0/aggregation").asInt());
        assertEquals(
                "microsoft.cognitiveservices/accounts--TokenTransaction",
                item.at("/content/metrics/0/metric").asText());
    }

    @Test
    void a_query_is_that_of_its_file() {
        var item = item("Outcomes at the proxy", Map.of());
        assertEquals("timechart", item.at("/content/visualization").asText());
        assertTrue(item.at("/content/query").asText().contains("ContainerAppConsoleLogs\n| where"));
    }

    @Test
    void a_plot_of_what_the_stack_lacks_is_left_out() {
        assertTrue(titles(Map.of()).stream().noneMatch(title -> title.contains("gateway")));
        assertTrue(titles(Map.of(Target.GATEWAY, Output.of("gateway"))).contains("Unhealthy hosts behind the gateway"));
    }

    @Test
    void it_is_shared_and_found_at_the_workspace() {
        var workbook = PulumiHarness.run(context -> new Workbook("operations", args(Map.of()), Fixtures.options()))
                .only("azure-native:insights:Workbook");
        assertEquals(ID, workbook.at("resourceName"));
        assertEquals("shared", workbook.at("kind"));
        assertEquals(Fixtures.SCOPE + "/Microsoft.OperationalInsights/workspaces/logs", workbook.at("sourceId"));
    }

    @Test
    void a_name_that_is_no_guid_is_refused() {
        var good = args(Map.of());
        var fault = assertThrows(
                IllegalArgumentException.class,
                () -> new WorkbookArgs(good.group(), "operations", good.plan(), good.targets(), good.workspace()));
        assertEquals("id: operations (expected: a GUID in lower case)", fault.getMessage());
    }

    private static JsonNode item(String title, Map<Target, Output<String>> others) {
        for (var item : items(others)) if (item.path("name").asText().startsWith(title)) return item;
        throw new AssertionError(title + ": absent");
    }

    private static List<String> titles(Map<Target, Output<String>> others) {
        var titles = new ArrayList<String>();
        items(others).forEach(item -> titles.add(item.path("name").asText()));
        return titles;
    }

    private static JsonNode items(Map<Target, Output<String>> others) {
        var data = PulumiHarness.run(context -> new Workbook("operations", args(others), Fixtures.options()))
                .only("azure-native:insights:Workbook")
                .at("serializedData");
        try {
            return new ObjectMapper().readTree(data.toString()).path("items");
        } catch (JsonProcessingException e) {
            throw new AssertionError(data.toString(), e);
        }
    }

    private static WorkbookArgs args(Map<Target, Output<String>> others) {
        var accounts = Map.of("A", Output.of("account-A"), "B", Output.of("account-B"));
        return new WorkbookArgs(
                Fixtures.group(),
                ID,
                StackFiles.plan("dev").workbook(),
                new AlertTargets(accounts, others),
                Fixtures.workspace());
    }
}
