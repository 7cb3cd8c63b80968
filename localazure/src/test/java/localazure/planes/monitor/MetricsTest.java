package localazure.planes.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import localazure.planes.testkit.Resources;
import localazure.testkit.ManualClock;
import org.junit.jupiter.api.Test;

class MetricsTest {
    private static final String ACCOUNT = Resources.accountId("one");
    private static final Map<String, String> OK = Map.of("StatusCode", "200");
    private static final Map<String, String> BUSY = Map.of("StatusCode", "429");

    private final ManualClock clock = new ManualClock();
    private final Instant start = clock.instant();
    private final Metrics metrics = new Metrics(clock, MetricCatalogue.load());

    private Map<Map<String, String>, Sample> window(Duration from, Duration to) {
        return metrics.window(ACCOUNT, "AzureOpenAIRequests", start.plus(from), start.plus(to));
    }

    private static Duration minutes(int count) {
        return Duration.ofMinutes(count);
    }

    @Test
    void values_add_up_by_their_dimensions() {
        metrics.add(ACCOUNT, "AzureOpenAIRequests", OK, 2);
        clock.advance(minutes(1));
        metrics.add(ACCOUNT.toUpperCase(), "azureopenairequests", OK, 6);
        metrics.add(ACCOUNT, "AzureOpenAIRequests", BUSY, 1);
        metrics.add(Resources.accountId("two"), "AzureOpenAIRequests", OK, 100);
        assertEquals(
                Map.of(OK, new Sample(8, 2, 2, 6), BUSY, new Sample(1, 1, 1, 1)), window(Duration.ZERO, minutes(5)));
    }

    @Test
    void a_window_has_the_minutes_that_began_in_it() {
        metrics.add(ACCOUNT, "AzureOpenAIRequests", OK, 1);
        clock.advance(minutes(5));
        metrics.add(ACCOUNT, "AzureOpenAIRequests", OK, 10);
        assertEquals(1, window(Duration.ZERO, minutes(5)).get(OK).total());
        assertEquals(
                10,
                window(Duration.ofMillis(1), minutes(5).plusMillis(1)).get(OK).total());
        assertTrue(window(minutes(6), minutes(60)).isEmpty());
    }

    @Test
    void values_are_kept_for_two_hours_and_may_lie_a_day_ahead() {
        metrics.add(ACCOUNT, "AzureOpenAIRequests", OK, 1);
        metrics.add(start.plus(minutes(60 * 24)), ACCOUNT, "AzureOpenAIRequests", OK, Sample.of(7));
        assertTrue(metrics.keeps(start.plus(Duration.ofDays(1))) && metrics.keeps(start.minus(Duration.ofHours(2))));
        assertFalse(metrics.keeps(start.plus(Duration.ofDays(1)).plusMillis(1)));
        assertFalse(metrics.keeps(start.minus(Duration.ofHours(2)).minusMillis(1)));
        clock.advance(minutes(121));
        metrics.add(ACCOUNT, "AzureOpenAIRequests", BUSY, 1);
        assertTrue(window(Duration.ZERO, minutes(1)).isEmpty());
        assertEquals(7, window(minutes(60 * 24), minutes(60 * 24 + 1)).get(OK).total());
    }

    @Test
    void a_minute_has_only_so_many_series() {
        for (int i = 0; i < 6000; i++) metrics.add(ACCOUNT, "AzureOpenAIRequests", Map.of("StatusCode", "" + i), 1);
        metrics.add(ACCOUNT, "AzureOpenAIRequests", Map.of("StatusCode", "0"), 1);
        Map<Map<String, String>, Sample> found = window(Duration.ZERO, minutes(1));
        assertEquals(5000, found.size());
        assertEquals(2, found.get(Map.of("StatusCode", "0")).total());
    }

    @Test
    void what_azure_does_not_measure_is_not_measured() {
        assertThrows(IllegalStateException.class, () -> metrics.add(ACCOUNT, "Replicas", Map.of(), 1));
        assertThrows(
                IllegalStateException.class,
                () -> metrics.add(ACCOUNT, "AzureOpenAIRequests", Map.of("Color", "red"), 1));
    }

    @Test
    void the_catalogue_knows_metrics_and_dimensions_in_any_case() {
        MetricCatalogue catalogue = MetricCatalogue.load();
        MetricCatalogue.Metric requests =
                catalogue.find(ACCOUNT, "azureopenairequests").orElseThrow();
        assertEquals("AzureOpenAIRequests", requests.name());
        assertEquals("StatusCode", requests.dimension("statuscode").orElseThrow());
        assertTrue(requests.dimension("Color").isEmpty());
        assertTrue(catalogue.find(ACCOUNT, "Replicas").isEmpty());
        assertTrue(catalogue
                .describe(Resources.GROUP + "/providers/Microsoft.App/containerApps/proxy")
                .endsWith("containerApps: Replicas, RestartCount"));
        assertTrue(catalogue.describe(Resources.NETWORK).startsWith("a type with metrics, such as Microsoft.App/"));
    }
}
