package localazure.rules;

import static localazure.rules.World.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AlertRulesTest {
    private static final String GROUP = "insights:ActionGroup";
    private static final String METRIC = "insights:MetricAlert";
    private static final String QUERY = "insights:ScheduledQueryRule";
    private static final String WORKBOOK = "insights:Workbook";

    @TempDir
    Path dir;

    World world;

    @BeforeEach
    void open() {
        world = new World(dir);
        world.putExample("managedidentity:UserAssignedIdentity");
        world.putExample("operationalinsights:Workspace");
        world.putExample("cognitiveservices:Account");
        world.putExample(GROUP);
    }

    private String refused(String type, Consumer<ObjectNode> change) {
        return refusal(() -> world.putExample(type, inputs -> {
            change.accept(inputs);
            return inputs;
        }));
    }

    @ParameterizedTest
    @ValueSource(strings = {METRIC, QUERY, WORKBOOK})
    void the_usual_form_is_accepted_twice(String type) {
        assertEquals(world.putExample(type).id(), world.putExample(type).id());
    }

    @ParameterizedTest
    @ValueSource(strings = {METRIC, QUERY})
    void what_is_watched_and_who_is_told_must_exist(String type) {
        assertEquals("ResourceNotFound", refused(type, inputs -> ((ArrayNode) inputs.path("scopes")).set(0, "/x/y")));
        assertEquals("BadRequest", refused(type, inputs -> inputs.putArray("scopes")));
        world.control.delete(World.GROUP + "/providers/Microsoft.Insights/actionGroups/group");
        assertEquals("ResourceNotFound", refused(type, inputs -> {}));
    }

    @ParameterizedTest
    @CsvSource({
        "insights:MetricAlert, evaluationFrequency, PT2M",
        "insights:MetricAlert, windowSize, PT2H",
        "insights:ScheduledQueryRule, evaluationFrequency, PT30M",
        "insights:ScheduledQueryRule, location, westeurope",
        "insights:ScheduledQueryRule, muteActionsDuration, PT5M",
        "insights:ActionGroup, groupShortName, thirteen-long",
        "insights:Workbook, kind, user",
        "insights:Workbook, serializedData, {"
    })
    void a_value_that_azure_does_not_take_is_refused(String type, String name, String value) {
        assertEquals("BadRequest", refused(type, inputs -> inputs.put(name, value)));
    }

    @Test
    void one_metric_rule_watches_one_account() {
        assertEquals("BadRequest", refused(METRIC, inputs -> {
            ArrayNode scopes = (ArrayNode) inputs.path("scopes");
            scopes.add(scopes.get(0));
        }));
    }

    @ParameterizedTest
    @CsvSource({"operator, Above", "timeAggregation, Sum"})
    void a_criterion_uses_words_that_azure_knows(String name, String value) {
        assertEquals(
                "BadRequest",
                refused(METRIC, inputs -> ((ObjectNode) inputs.at("/criteria/allOf/0")).put(name, value)));
    }

    @Test
    void a_query_names_the_column_that_is_compared_unless_rows_are_counted() {
        assertEquals(
                "BadRequest",
                refused(QUERY, inputs -> ((ObjectNode) inputs.at("/criteria/allOf/0")).remove("metricMeasureColumn")));
        assertEquals(
                "BadRequest",
                refused(
                        QUERY,
                        inputs -> ((ObjectNode) inputs.at("/criteria/allOf/0")).put("timeAggregation", "Count")));
    }

    @Test
    void two_receivers_of_one_name_are_refused() {
        assertEquals("BadRequest", refused(GROUP, inputs -> {
            ArrayNode receivers = (ArrayNode) inputs.path("emailReceivers");
            receivers.add(receivers.get(0));
        }));
    }
}
