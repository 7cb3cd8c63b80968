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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A fact is written once: change it in the settings, and everything that says it changes. */
class OneFieldTest {

    private static final String APP = "azure-native:app/v20230501:ContainerApp";
    private static final String ACCOUNT = "azure-native:cognitiveservices:Account";
    private static final String DEPLOYMENT = "azure-native:cognitiveservices:Deployment";
    private static final String GATEWAY = "azure-native:network:ApplicationGateway";
    private static final String METRIC_ALERT = "azure-native:insights:MetricAlert";

    /** The alerts on the time to the first byte. */
    private static final List<String> SLOW = List.of(
            "sluice-alerts-gateway-latency-high",
            "sluice-alerts-openai-latency-high-a",
            "sluice-alerts-openai-latency-high-b");

    private static final Stack DEV = Stack.of(StackFiles.lookup("dev"));

    @Test
    void a_deployments_name() {
        var changed = changed("sluice:models", "\"name\":\"gpt-5-mini\"", "\"name\":\"small\"");
        for (var account : List.of("a", "b")) {
            var resource = changed.resources.only(DEPLOYMENT, "sluice-account-" + account + "-small");
            assertEquals("small", resource.at("deploymentName"));
            var alert = changed.resources.only(
                    METRIC_ALERT, "sluice-alerts-openai-tokens-near-quota-" + account + "-small");
            assertEquals(List.of("small"), alert.at("criteria.allOf.0.dimensions.0.values"));
        }
        assertTrue(changed.configuration().contains("\"name\":\"small\",\"account\":\"A\""));
        assertFalse(changed.configuration().contains("\"name\":\"gpt-5-mini\""));
        assertTrue(changed.workbook().contains("\"values\":[\"small\"]"));
        assertFalse(changed.workbook().contains("\"gpt-5-mini\""));
        assertTrue(changed.capacity().contains("model=small"));
        assertTrue(changed.alertsPage().contains("for `small`"));
        assertTrue(changed.stacksPage().contains("`small` 100 k"));
        assertFalse((changed.alertsPage() + changed.stacksPage()).contains("`gpt-5-mini`"));
        assertEquals(
                List.of(
                        "sluice-account-a-small",
                        "sluice-account-b-small",
                        "sluice-alerts-openai-tokens-near-quota-a-small",
                        "sluice-alerts-openai-tokens-near-quota-b-small",
                        "sluice-operations-workbook",
                        "sluice-proxy-app"),
                changed.differing());
    }

    @Test
    void a_time_limit() {
        var changed = changed("sluice:timeouts", "\"firstByteSeconds\":60", "\"firstByteSeconds\":20");
        assertTrue(changed.configuration().contains("\"firstByteSeconds\":20"));
        for (var alert : SLOW) {
            assertEquals(10_000L, changed.resources.only(METRIC_ALERT, alert).at("criteria.allOf.0.threshold"));
        }
        assertTrue(changed.alertsPage().contains(" 10000 ms"));
        assertFalse(changed.alertsPage().contains(" 30000 ms"));
        assertTrue(changed.stacksPage().contains("| first byte of an answer | 20 s |"));
        assertEquals(Stream.concat(SLOW.stream(), Stream.of("sluice-proxy-app")).toList(), changed.differing());
    }

    @Test
    void a_time_limit_that_all_others_lie_within() {
        var changed = with("sluice:timeouts", "{\"totalSeconds\":40}");
        assertTrue(changed.configuration()
                .endsWith("\"firstByteSeconds\":40,\"idleSeconds\":40,\"totalSeconds\":40,\"drainSeconds\":40}}"));
        assertEquals(50L, changed.resources.only(APP).at("template.terminationGracePeriodSeconds"));
        var gateway = changed.resources.only(GATEWAY);
        assertEquals(50L, gateway.at("backendHttpSettingsCollection.0.requestTimeout"));
        assertEquals(50L, gateway.at("backendHttpSettingsCollection.0.connectionDraining.drainTimeoutInSec"));
        for (var alert : SLOW) {
            assertEquals(20_000L, changed.resources.only(METRIC_ALERT, alert).at("criteria.allOf.0.threshold"));
        }
        assertTrue(changed.alertsPage().contains(" 20000 ms"));
        assertTrue(changed.stacksPage().contains("| whole request | 40 s |"));
        assertTrue(changed.stacksPage().contains("| whole request, and the end of a retired backend | 50 s |"));
        assertEquals(
                Stream.concat(SLOW.stream(), Stream.of("sluice-gateway-gateway", "sluice-proxy-app"))
                        .toList(),
                changed.differing());
    }

    @Test
    void the_time_that_running_answers_get_to_end() {
        var changed = changed("sluice:timeouts", "\"drainSeconds\":220", "\"drainSeconds\":300");
        assertTrue(changed.configuration().contains("\"drainSeconds\":300"));
        assertEquals(310L, changed.resources.only(APP).at("template.terminationGracePeriodSeconds"));
        assertTrue(changed.stacksPage().contains("| end of a replica | 310 s |"));
        assertEquals(List.of("sluice-proxy-app"), changed.differing());
    }

    @Test
    void the_size_of_a_request() {
        var changed = changed("sluice:limits", "\"requestBodyMegabytes\":2", "\"requestBodyMegabytes\":1");
        assertTrue(changed.configuration().contains("\"requestBodyBytes\":1048576"));
        var policy = changed.resources.only("azure-native:network:WebApplicationFirewallPolicy");
        assertEquals(1024L, policy.at("policySettings.maxRequestBodySizeInKb"));
        assertEquals(1L, policy.at("policySettings.fileUploadLimitInMb"));
        assertEquals(List.of("sluice-gateway-firewall", "sluice-proxy-app"), changed.differing());
    }

    @Test
    void the_silence_after_which_a_stream_has_a_heartbeat() {
        var changed = changed("sluice:streams", "\"heartbeatSeconds\":0", "\"heartbeatSeconds\":15");
        assertTrue(changed.configuration().contains("\"streams\":{\"heartbeatSeconds\":15,\"holdMillis\":1000}"));
        assertEquals(List.of("sluice-proxy-app"), changed.differing());
    }

    @Test
    void the_order_in_which_accounts_are_used() {
        var changed = changed(
                "sluice:accounts", "\"region\":\"francecentral\"", "\"region\":\"francecentral\",\"priority\":2");
        for (var model : List.of("gpt-5.1", "gpt-5-mini", "text-embedding-3-large")) {
            assertTrue(Pattern.compile("\"name\":\"" + model + "\",\"account\":\"B\",[^}]*\"priority\":2}")
                    .matcher(changed.configuration())
                    .find());
            assertTrue(Pattern.compile("\"name\":\"" + model + "\",\"account\":\"A\",[^}]*\"priority\":1}")
                    .matcher(changed.configuration())
                    .find());
        }
        assertEquals(List.of("sluice-proxy-app"), changed.differing());
    }

    @Test
    void a_region() {
        var changed = changed("sluice:accounts", "\"francecentral\"", "\"westeurope\"");
        assertEquals(
                "westeurope",
                changed.resources.only(ACCOUNT, "sluice-account-b").at("location"));
        // West Europe offers neither the large model nor the embeddings.
        assertEquals(List.of("sluice-account-b-gpt-5-mini"), changed.named(DEPLOYMENT, "-b-"));
        assertEquals(
                List.of("sluice-alerts-openai-tokens-near-quota-b-gpt-5-mini"),
                changed.named(METRIC_ALERT, "near-quota-b"));
        assertTrue(changed.configuration().contains("\"region\":\"westeurope\""));
        assertFalse(changed.configuration().contains("francecentral"));
        assertFalse(changed.workbook().contains("francecentral"));
        assertTrue(changed.resources.outputs().get("accounts").toString().contains("region=westeurope"));
        assertNotEquals(DEV.capacity(), changed.capacity());
        assertNotEquals(DEV.alertsPage(), changed.alertsPage());
        assertTrue(changed.stacksPage().contains("| B | westeurope | eu | `gpt-5-mini` 100 k |"));
        assertEquals(
                List.of("sluice-account-b", "sluice-operations-workbook", "sluice-proxy-app"), changed.differing());
    }

    @Test
    void the_key_of_stored_responses() {
        assertFalse(DEV.resources.only(APP).inputs().toString().contains("esponse"));
        var key = "0123456789abcdef0123456789abcdef";
        var changed = with("sluice:responseKey", key);
        assertEquals(key, changed.resources.only(APP).at("configuration.secrets.0.value"));
        assertEquals("PROXY_RESPONSE_KEY", changed.resources.only(APP).at("template.containers.0.env.1.name"));
        assertFalse(changed.resources.outputs().toString().contains(key));
        assertEquals(List.of("sluice-proxy-app"), changed.differing());
    }

    /** The dev stack with one text of one key replaced, which must be there once. */
    private static Stack changed(String key, String from, String to) {
        var base = StackFiles.lookup("dev");
        var value = base.apply(key).orElseThrow();
        assertEquals(2, value.split(Pattern.quote(from), -1).length, value);
        return with(key, value.replace(from, to));
    }

    private static Stack with(String key, String value) {
        var base = StackFiles.lookup("dev");
        return Stack.of(asked -> asked.equals(key) ? Optional.of(value) : base.apply(asked));
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

        String alertsPage() {
            return AlertsPage.of(Map.of("dev", plan));
        }

        String stacksPage() {
            return StacksPage.of(Map.of("dev", plan));
        }

        List<String> named(String type, String part) {
            return resources.ofType(type).stream()
                    .map(RecordedResource::name)
                    .filter(name -> name.contains(part))
                    .toList();
        }

        /** Names of those that dev does not have, or has otherwise: nothing else may change. */
        List<String> differing() {
            var before = DEV.inputs();
            return inputs().entrySet().stream()
                    .filter(each -> !each.getValue().equals(before.get(each.getKey())))
                    .map(each -> each.getKey().substring(each.getKey().lastIndexOf("::") + 2))
                    .sorted()
                    .toList();
        }

        /** By URN. A run makes another certificate each time and keeps the first. */
        private Map<String, Object> inputs() {
            return resources.all().stream()
                    .filter(each -> !each.type().equals("azure-native:keyvault:Secret"))
                    .collect(Collectors.toMap(RecordedResource::urn, RecordedResource::inputs));
        }
    }
}
