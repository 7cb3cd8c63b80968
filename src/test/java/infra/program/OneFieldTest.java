package infra.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import infra.plan.Plan;
import infra.settings.Catalogue;
import infra.settings.Settings;
import infra.testkit.FakeImageBuilder;
import infra.testkit.PulumiHarness;
import infra.testkit.RecordedResource;
import infra.testkit.RecordedResources;
import infra.testkit.StackFiles;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A fact is written once: change it in the settings, and everything that says it changes. */
class OneFieldTest {

    private static final String APP = "azure-native:app/v20230501:ContainerApp";
    private static final String ACCOUNT = "azure-native:cognitiveservices:Account";
    private static final String DEPLOYMENT = "azure-native:cognitiveservices:Deployment";
    private static final String METRIC_ALERT = "azure-native:insights:MetricAlert";

    @Test
    void a_deployments_name() {
        var changed = changed("sluice:models", "\"name\":\"gpt-5-mini\"", "\"name\":\"small\"");
        var old = ":\"gpt-5-mini\"";
        for (var account : List.of("a", "b")) {
            var resource = changed.resources.only(DEPLOYMENT, "sluice-account-" + account + "-small");
            assertEquals("small", resource.at("deploymentName"));
            var alert = changed.resources.only(
                    METRIC_ALERT, "sluice-alerts-openai-tokens-near-quota-" + account + "-small");
            assertEquals(List.of("small"), alert.at("criteria.allOf.0.dimensions.0.values"));
        }
        assertTrue(changed.configuration().contains("\"name\":\"small\",\"account\":\"A\""));
        assertFalse(changed.configuration().contains("\"name\"" + old));
        assertTrue(changed.workbook().contains("\"values\":[\"small\"]"));
        assertFalse(changed.workbook().contains("\"gpt-5-mini\""));
        assertTrue(changed.capacity().contains("model=small"));
        assertTrue(changed.page().contains("for `small`"));
        assertFalse(changed.page().contains("`gpt-5-mini`"));
    }

    @Test
    void a_time_limit() {
        var changed = changed("sluice:timeouts", "\"firstByteSeconds\":60", "\"firstByteSeconds\":20");
        assertTrue(changed.configuration().contains("\"firstByteSeconds\":20"));
        var alert = changed.resources.only(METRIC_ALERT, "sluice-alerts-openai-latency-high-a");
        assertEquals(10_000L, alert.at("criteria.allOf.0.threshold"));
        assertTrue(changed.page().contains(" 10000 ms"));
        assertFalse(changed.page().contains(" 30000 ms"));
    }

    @Test
    void the_time_that_running_answers_get_to_end() {
        var changed = changed("sluice:timeouts", "\"drainSeconds\":220", "\"drainSeconds\":300");
        assertTrue(changed.configuration().contains("\"drainSeconds\":300"));
        assertEquals(310L, changed.resources.only(APP).at("template.terminationGracePeriodSeconds"));
    }

    @Test
    void a_region() {
        var changed = changed("sluice:accounts", "\"francecentral\"", "\"westeurope\"");
        assertEquals(
                "westeurope",
                changed.resources.only(ACCOUNT, "sluice-account-b").at("location"));
        // West Europe offers neither the large model nor the embeddings.
        assertEquals(
                List.of("sluice-account-b-gpt-5-mini"),
                changed.resources.ofType(DEPLOYMENT).stream()
                        .map(RecordedResource::name)
                        .filter(name -> name.contains("-b-"))
                        .toList());
        assertEquals(
                List.of("sluice-alerts-openai-tokens-near-quota-b-gpt-5-mini"),
                changed.resources.ofType(METRIC_ALERT).stream()
                        .map(RecordedResource::name)
                        .filter(name -> name.contains("near-quota-b"))
                        .toList());
        assertTrue(changed.configuration().contains("\"region\":\"westeurope\""));
        assertFalse(changed.configuration().contains("francecentral"));
        assertFalse(changed.workbook().contains("francecentral"));
        assertTrue(changed.resources.outputs().get("accounts").toString().contains("region=westeurope"));
        assertNotEquals(Stack.of(StackFiles.lookup("dev")).capacity(), changed.capacity());
        assertNotEquals(Stack.of(StackFiles.lookup("dev")).page(), changed.page());
    }

    /** The dev stack with one text of one key replaced, which must be there once. */
    private static Stack changed(String key, String from, String to) {
        var base = StackFiles.lookup("dev");
        var value = base.apply(key).orElseThrow();
        assertEquals(2, value.split(Pattern.quote(from), -1).length, value);
        return Stack.of(asked -> asked.equals(key) ? Optional.of(value.replace(from, to)) : base.apply(asked));
    }

    private record Stack(Plan plan, RecordedResources resources) {

        static Stack of(Function<String, Optional<String>> lookup) {
            var catalogue = Catalogue.load();
            var plan = Plan.of(Settings.parse(lookup, StackFiles::file, catalogue), catalogue, "test", "sluice", "dev");
            return new Stack(plan, PulumiHarness.run("dev", Programs.program(plan, FakeImageBuilder.unbuilt())));
        }

        String configuration() {
            return resources.only(APP).at("template.containers.0.env.0.value").toString();
        }

        String workbook() {
            return resources
                    .only("azure-native:insights:Workbook")
                    .at("serializedData")
                    .toString();
        }

        String capacity() {
            return resources.outputs().get("capacity").toString();
        }

        String page() {
            return AlertsPage.of(Map.of("dev", plan));
        }
    }
}
