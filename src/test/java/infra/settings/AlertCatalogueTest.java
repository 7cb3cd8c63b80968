package infra.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import infra.settings.AlertRule.Signal;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlertCatalogueTest {

    private static final String METRIC = """
            - id: a-metric
              title: Something happens
              severity: 2
              target: account
              metric: { name: TokenTransaction, aggregation: Total }
              when: { operator: GreaterThan, value: 1, unit: tokens }
              every: PT1M
              over: PT5M
            """;

    private static final String QUERY = METRIC.replace("a-metric", "a-query")
            .replace("every: PT1M", "every: PT5M")
            .replaceAll("metric: .*", "query: { measure: calls, dimensions: [Resource] }");

    @Test
    void every_metric_exists_for_its_target_with_its_aggregation_and_its_dimensions() throws IOException {
        var known = metrics();
        for (var rule : AlertCatalogue.load().rules()) {
            if (!(rule.signal() instanceof Signal.Metric metric)) continue;
            var found = known.path(rule.target().namespace()).path(metric.name());
            assertTrue(found.isObject(), rule.id() + ": " + metric.name());
            assertTrue(texts(found.path("aggregations")).contains(metric.aggregation()), rule.id());
            assertTrue(
                    texts(found.path("dimensions"))
                            .containsAll(metric.dimensions().keySet()),
                    rule.id());
        }
    }

    @Test
    void a_metric_and_a_query_are_read() {
        var rules = parse(METRIC + QUERY).rules();
        assertEquals(
                List.of("a-metric", "a-query"),
                rules.stream().map(AlertRule::id).toList());
        assertEquals(
                new Signal.Query("T | take 1", "calls", List.of("Resource")),
                rules.get(1).signal());
    }

    @Test
    void all_faults_are_named_at_once() {
        var twice = METRIC + METRIC.replace("severity: 2", "severity: 7").replace("target: account", "target: planet");
        assertEquals("""
                alerts[1].id: a-metric (expected: an id that no other alert has)
                alerts[1].target: planet (expected: one of account, deployment, proxy, gateway, promptLog, workspace)
                alerts[1].severity: 7 (expected: 0 to 3)""", fault(twice));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "id: a-metric         | id: Metric          | alerts[0].id: Metric (expected: lower-case words joined by '-')",
                "every: PT1M          | every: PT2M         | alerts[0].every: PT2M (expected: one of PT1M, PT5M, PT15M, PT30M, PT1H)",
                "every: PT1M          | every: PT15M        | alerts[0].over: PT5M (expected: no shorter than every, PT15M)",
                "over: PT5M           | over: PT2H          | alerts[0].over: PT2H (expected: one of PT1M, PT5M, PT15M, PT30M, PT1H, PT6H, PT12H, P1D)",
                "aggregation: Total   | aggregation: Sum    | alerts[0].metric.aggregation: Sum (expected: one of Average, Count, Maximum, Minimum, Total)",
                "operator: GreaterThan| operator: Above     | alerts[0].when.operator: Above (expected: one of GreaterThan, GreaterThanOrEqual, LessThan, LessThanOrEqual)",
                "value: 1             | value: 1, of: mood  | alerts[0].when.of: mood (expected: one of firstByteMillis, deploymentTokens, maxReplicas)",
                "value: 1             | value: many         | alerts[0].when.value: many (expected: 0 to 1000000000)",
                "title: Something happens | tilte: Something happens | alerts[0].title: absent (expected: up to 100 characters)",
                "severity: 2          | query: {measure: a} | alerts[0].metric: beside query (expected: either metric or query)"
            })
    void one_wrong_value_is_named(String right, String wrong, String expected) {
        assertTrue(fault(METRIC.replace(right, wrong)).startsWith(expected), () -> fault(METRIC.replace(right, wrong)));
    }

    @Test
    void a_query_of_every_minute_or_without_a_file_is_a_fault() {
        assertEquals(
                "alerts[0].every: PT1M (expected: PT5M or longer for a query)",
                fault(QUERY.replace("every: PT5M", "every: PT1M")));
        var missing =
                assertThrows(IllegalArgumentException.class, () -> AlertCatalogue.parse(QUERY, id -> Optional.empty()));
        assertEquals(
                "alerts[0].query: no kql/alerts/a-query.kql (expected: a query of that name)", missing.getMessage());
    }

    private static AlertCatalogue parse(String yaml) {
        return AlertCatalogue.parse(yaml, id -> Optional.of("T | take 1"));
    }

    private static String fault(String yaml) {
        return assertThrows(IllegalArgumentException.class, () -> parse(yaml)).getMessage();
    }

    private static JsonNode metrics() throws IOException {
        try (var file = AlertCatalogueTest.class.getResourceAsStream("/catalogue/metrics.json")) {
            return new ObjectMapper().readTree(file);
        }
    }

    private static Set<String> texts(JsonNode list) {
        var texts = new HashSet<String>();
        list.forEach(each -> texts.add(each.asText()));
        return texts;
    }
}
