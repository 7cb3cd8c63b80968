package proxy.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MetricsTest {

    private final Metrics metrics = new Metrics();

    private static AccessRecord request(
            boolean probe, int status, Reason reason, String deployment, TokenUsage usage, long firstByteMillis) {
        return new AccessRecord(
                "id",
                "chat/completions",
                probe,
                status,
                Optional.ofNullable(reason),
                "subject",
                "batch",
                deployment,
                "account",
                1,
                false,
                0,
                0,
                Optional.ofNullable(usage),
                firstByteMillis,
                700,
                Optional.empty());
    }

    /** The samples of one metric, buckets left out. */
    private List<String> samples(String name) {
        return new String(metrics.text(), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith(name) && !line.contains("_bucket"))
                .toList();
    }

    @Test
    void a_request_counts_by_deployment_class_of_status_and_reason() {
        metrics.add(request(false, 200, null, "gpt", null, 400));
        metrics.add(request(false, 206, null, "gpt", null, 400));
        metrics.add(request(false, 429, Reason.THROTTLED, "gpt", null, 400));
        assertEquals(
                List.of(
                        "proxy_requests_total{deployment=\"gpt\",reason=\"none\",status=\"2xx\"} 2.0",
                        "proxy_requests_total{deployment=\"gpt\",reason=\"throttled\",status=\"4xx\"} 1.0"),
                samples("proxy_requests"));
    }

    @Test
    void a_request_for_no_deployment_of_the_configuration_is_of_another() {
        metrics.add(request(false, 404, Reason.MODEL_NOT_FOUND, "", null, 1));
        assertEquals(
                List.of("proxy_requests_total{deployment=\"other\",reason=\"model_not_found\",status=\"4xx\"} 1.0"),
                samples("proxy_requests"));
    }

    @Test
    void health_probes_count_as_nothing() {
        metrics.add(request(true, 200, null, "", null, 1));
        assertEquals(List.of(), samples("proxy_requests"));
        assertEquals(List.of(), samples("proxy_request_duration"));
    }

    @Test
    void times_are_seconds_and_an_answer_that_never_began_has_no_first_byte() {
        metrics.add(request(false, 200, null, "gpt", null, 400));
        metrics.add(request(false, 499, Reason.CLIENT_CLOSED, "gpt", null, -1));
        assertEquals(
                List.of(
                        "proxy_request_duration_seconds_count{deployment=\"gpt\"} 2",
                        "proxy_request_duration_seconds_sum{deployment=\"gpt\"} 1.4"),
                samples("proxy_request_duration"));
        assertEquals(
                List.of(
                        "proxy_first_byte_seconds_count{deployment=\"gpt\"} 1",
                        "proxy_first_byte_seconds_sum{deployment=\"gpt\"} 0.4"),
                samples("proxy_first_byte"));
    }

    @Test
    void tokens_count_by_how_well_they_are_known_and_what_is_unknown_is_no_zero() {
        metrics.add(request(false, 200, null, "gpt", TokenUsage.exact(3, 4), 1));
        metrics.add(request(false, 200, null, "gpt", TokenUsage.estimated(5, 6), 1));
        metrics.add(request(false, 200, null, "gpt", TokenUsage.UNKNOWN, 1));
        metrics.add(request(false, 429, Reason.THROTTLED, "gpt", null, 1));
        assertEquals(
                List.of(
                        "proxy_tokens_total{deployment=\"gpt\",kind=\"completion\",quality=\"estimated\"} 6.0",
                        "proxy_tokens_total{deployment=\"gpt\",kind=\"completion\",quality=\"exact\"} 4.0",
                        "proxy_tokens_total{deployment=\"gpt\",kind=\"prompt\",quality=\"estimated\"} 5.0",
                        "proxy_tokens_total{deployment=\"gpt\",kind=\"prompt\",quality=\"exact\"} 3.0"),
                samples("proxy_tokens"));
        assertEquals(
                List.of(
                        "proxy_usages_total{deployment=\"gpt\",quality=\"estimated\"} 1.0",
                        "proxy_usages_total{deployment=\"gpt\",quality=\"exact\"} 1.0",
                        "proxy_usages_total{deployment=\"gpt\",quality=\"unknown\"} 1.0"),
                samples("proxy_usages"));
    }

    @Test
    void a_callers_own_limit_counts_by_profile() {
        metrics.add(request(false, 429, Reason.CALLER_TOKEN_LIMIT, "gpt", null, 1));
        metrics.add(request(false, 429, Reason.CALLER_REQUEST_LIMIT, "gpt", null, 1));
        metrics.add(request(false, 429, Reason.CALLER_CONCURRENCY_LIMIT, "gpt", null, 1));
        metrics.add(request(false, 429, Reason.CALLER_SHARE, "gpt", null, 1));
        metrics.add(request(false, 429, Reason.THROTTLED, "gpt", null, 1));
        assertEquals(
                List.of(
                        "proxy_caller_limits_total{limit=\"concurrency\",profile=\"batch\"} 1.0",
                        "proxy_caller_limits_total{limit=\"requests\",profile=\"batch\"} 1.0",
                        "proxy_caller_limits_total{limit=\"share\",profile=\"batch\"} 1.0",
                        "proxy_caller_limits_total{limit=\"tokens\",profile=\"batch\"} 1.0"),
                samples("proxy_caller_limits"));
    }

    @Test
    void what_can_happen_is_0_before_it_does() {
        metrics.expect(List.of("pool"), List.of("batch"));
        assertEquals(4, samples("proxy_upstream_attempts_total{").size());
        assertEquals(4, samples("proxy_caller_limits_total{").size());
        assertEquals(2, samples("proxy_jwks_refreshes_total{").size());
        metrics.attempted("pool", Metrics.Attempt.FAILED);
        metrics.keysFetched(false);
        assertEquals(
                List.of("proxy_upstream_attempts_total{outcome=\"failed\",pool=\"pool\"} 1.0"),
                samples("proxy_upstream_attempts_total{outcome=\"failed\""));
        assertEquals(
                List.of("proxy_jwks_refreshes_total{outcome=\"failed\"} 1.0"),
                samples("proxy_jwks_refreshes_total{outcome=\"failed\""));
    }

    @Test
    void a_stream_is_open_until_it_ends() {
        metrics.streamBegins();
        metrics.streamBegins();
        metrics.streamEnds();
        assertEquals(List.of("proxy_open_streams 1.0"), samples("proxy_open"));
    }

    @Test
    void what_is_not_in_the_catalogue_cannot_be_added() {
        assertThrows(IllegalArgumentException.class, () -> metrics.gauge("proxy_other", sample -> {}));
        assertThrows(IllegalArgumentException.class, () -> metrics.gauge("proxy_requests_total", sample -> {}));
    }
}
