package proxy.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import proxy.balance.Backend;
import proxy.balance.BalanceSettings;
import proxy.balance.QuotaBalancer;
import proxy.balance.RequestFacts;
import proxy.identity.Credential;
import proxy.io.MemoryBudget;
import proxy.observe.AccessLog;
import proxy.observe.Counters;
import proxy.observe.Events;
import proxy.observe.Metrics;

/** There is nothing to send with: everything breaks at the sending. */
class EmbeddingCallTest {

    private final EmbeddedChannel channel = new EmbeddedChannel(new ChannelDuplexHandler());
    private final QuotaBalancer balancer = new QuotaBalancer(
            List.of(new Backend("embed", "a", "p", "eu", 1)),
            Map.of(),
            new BalanceSettings(20, 50, 1),
            () -> 0,
            new Random(1));

    private EmbeddingCall call() {
        var metrics = new Metrics();
        var events = new Events(OutputStream.nullOutputStream(), Clock.systemUTC());
        var services = new Services(
                null,
                null,
                null,
                new MemoryBudget(1024),
                null,
                null,
                Credential.none(),
                balancer,
                null,
                Map.of(),
                Set.of(),
                Optional.empty(),
                new AccessLog(events, new Counters(), metrics),
                metrics,
                null,
                null);
        return new EmbeddingCall(
                channel.pipeline().lastContext(),
                services,
                null,
                EmbeddingRequest.of("embed", List.of("text")),
                new RequestFacts.Asker("app", 1, Optional.empty()));
    }

    @Test
    void a_call_that_breaks_has_no_vectors_and_leaves_nothing_in_flight() {
        var vectors = call().ask(Duration.ofSeconds(1));
        assertTrue(vectors.isCompletedExceptionally());
        assertEquals(0, balancer.pools().getFirst().inFlight());
    }
}
