package infra.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import infra.settings.Catalogue;
import infra.settings.Settings;
import infra.testkit.StackFiles;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class AlertPlanTest {

    @Test
    void an_alert_of_accounts_has_a_rule_for_each() {
        assertEquals(
                List.of("openai-availability-low-a", "openai-availability-low-b"),
                named("openai-availability-low", Map.of()).stream()
                        .map(AlertPlan.Alert::name)
                        .toList());
    }

    @Test
    void tokens_are_compared_with_what_the_deployment_may_use_in_the_window() {
        var alert = named("openai-tokens-near-quota", Map.of()).get(0);
        assertEquals("openai-tokens-near-quota-a-gpt-5.1", alert.name());
        assertEquals(Map.of("ModelDeploymentName", List.of("gpt-5.1")), alert.dimensions());
        // 90 % of 50,000 tokens a minute, for five minutes.
        assertEquals(225_000, alert.threshold());
    }

    @Test
    void latency_is_compared_with_the_time_limit_to_the_first_byte() {
        assertEquals(30_000, threshold("openai-latency-high", Map.of()));
        assertEquals(5_000, threshold("openai-latency-high", Map.of("sluice:timeouts", "{\"firstByteSeconds\": 10}")));
    }

    @Test
    void a_stack_may_set_a_threshold_and_a_share_stays_a_share() {
        var settings = Map.of(
                "sluice:alerts", "{\"thresholds\": {\"openai-latency-high\": 80, \"openai-availability-low\": 95.5}}");
        assertEquals(48_000, threshold("openai-latency-high", settings));
        assertEquals(95.5, threshold("openai-availability-low", settings));
        assertEquals(2, threshold("app-restarts", settings));
    }

    @Test
    void an_app_that_cannot_grow_has_no_alert_about_growing() {
        assertEquals(2, threshold("app-replicas-at-most", Map.of()));
        assertEquals(List.of(), named("app-replicas-at-most", Map.of("sluice:replicas", "{\"min\": 2, \"max\": 2}")));
    }

    @Test
    void a_query_counts_only_rows_of_the_stack() {
        var names = StackFiles.plan("dev").names();
        var throttled = named("openai-throttled", Map.of()).get(0);
        assertEquals(
                Map.of(
                        "Resource",
                        List.of(
                                names.account("A").toUpperCase(Locale.ROOT),
                                names.account("B").toUpperCase(Locale.ROOT)),
                        "deployment",
                        List.of("*")),
                throttled.dimensions());
        assertEquals(
                Map.of("ContainerAppName", List.of("sluice-dev-proxy")),
                named("proxy-no-backend", Map.of()).get(0).dimensions());
    }

    private static double threshold(String id, Map<String, String> changes) {
        return named(id, changes).get(0).threshold();
    }

    private static List<AlertPlan.Alert> named(String id, Map<String, String> changes) {
        var base = StackFiles.lookup("dev");
        var values = new HashMap<>(changes);
        Function<String, Optional<String>> lookup =
                key -> values.containsKey(key) ? Optional.of(values.get(key)) : base.apply(key);
        var plan = Plan.of(
                Settings.parse(lookup, StackFiles::file, Catalogue.load()), Catalogue.load(), "test", "sluice", "dev");
        return plan.alerts().alerts().stream()
                .filter(alert -> alert.rule().id().equals(id))
                .toList();
    }
}
