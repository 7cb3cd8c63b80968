package proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import proxy.balance.Decision;
import proxy.balance.Outcome;
import proxy.balance.RequestFacts;
import proxy.config.Environment;
import proxy.config.ProxyConfig;
import proxy.egress.Egress;
import proxy.http.Drain;
import proxy.http.Services;
import proxy.observe.Counters;
import proxy.observe.Events;
import proxy.observe.Metrics;
import proxy.testkit.ManualClock;

class AssemblyTest {

    private static final RequestFacts REQUEST = new RequestFacts(
            "gpt",
            1,
            0,
            false,
            0,
            "",
            new RequestFacts.Asker("caller", 1, Optional.empty()),
            new RequestFacts.History(0, 3, Set.of(), Set.of(), 0, false));

    private final ManualClock clock = new ManualClock();
    private final Environment environment = environment("gpt", 64);
    private final ProxyConfig config = environment.config();
    private final Assembly assembly = new Assembly(
            environment,
            Egress.create(Optional.empty(), Optional.empty()),
            new Shared(
                    new Events(OutputStream.nullOutputStream(), clock),
                    new Counters(),
                    new Metrics(),
                    new Drain(),
                    clock,
                    (task, delay) -> {}));
    private final Services services = assembly.first(config);

    private static Environment environment(String deployment, int memoryMiB) {
        return Environment.read(Map.of("PROXY_CONFIG", """
                        {"listen":{"host":"127.0.0.1"},"credential":"none","callers":"none",
                         "limits":{"memoryBudgetMiB":%d},
                         "pools":[{"id":"p","requestsPerMinute":0,"tokensPerMinute":0}],
                         "accounts":[{"name":"a","endpoint":"http://127.0.0.1:1"}],
                         "deployments":[{"name":"%s","account":"a","pool":"p"}]}
                        """.formatted(memoryMiB, deployment)));
    }

    /** Another deployment, less memory, and callers whose keys are where no client can fetch. */
    private static ProxyConfig broken() {
        var other = environment("gpt-next", 16).config();
        return new ProxyConfig(
                other.listen(),
                other.credential(),
                other.upstream(),
                new ProxyConfig.Callers.Entra(
                        "t", "a", "i", URI.create("ftp://keys"), Optional.empty(), Duration.ZERO, List.of()),
                other.replicas(),
                other.pools(),
                other.accounts(),
                other.deployments(),
                other.timeouts(),
                other.limits(),
                other.streams(),
                other.retries(),
                other.screening());
    }

    private void loseTheAccount() {
        var placed = (Decision.Forward) services.balancer().decide(REQUEST);
        services.balancer().record(placed.placement(), new Outcome.Unreached());
    }

    @Test
    void a_configuration_that_fails_half_way_changes_nothing_of_the_one_in_use() {
        loseTheAccount();
        assertThrows(IllegalArgumentException.class, () -> assembly.next(services, config, broken()));
        assertEquals(64 * 1024 * 1024, services.memory().limit());
        var again = assembly.next(services, config, config);
        assertTrue(again.balancer().status().getFirst().outOfReach());
    }

    @Test
    void a_configuration_that_is_taken_is_taken_whole() {
        var next = assembly.next(services, config, environment("gpt-next", 16).config());
        assertEquals(16 * 1024 * 1024, services.memory().limit());
        assertEquals(Set.of("gpt-next"), next.models());
        assertEquals("gpt-next", next.balancer().status().getFirst().backend().deployment());
    }
}
