package proxy.front;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import proxy.balance.Backend;
import proxy.balance.BackendStatus;
import proxy.balance.BalanceSettings;
import proxy.balance.Balancer;
import proxy.balance.Decision;
import proxy.balance.Outcome;
import proxy.balance.Placement;
import proxy.balance.PoolStatus;
import proxy.balance.QuotaBalancer;
import proxy.balance.RequestFacts;
import proxy.testkit.Deciding;
import proxy.testkit.RawClient;

/** Whatever breaks within the proxy, a request gets an end. */
class BrokenRequestsTest {

    private static final byte[] CHAT = RawClient.chat("gpt").getBytes(StandardCharsets.US_ASCII);

    private static Balancer sending() {
        var one = new Backend("gpt", "a", "p", "eu", 1);
        return new QuotaBalancer(List.of(one), Map.of(), new BalanceSettings(20, 50, 1), () -> 0, new Random(1));
    }

    @Test
    void a_request_that_cannot_be_sent_gets_an_answer() throws Exception {
        try (var front = new FrontUnderTest(false, sending())) {
            front.send(CHAT, 0, CHAT.length);
            assertEquals(
                    List.of(500),
                    front.answers().stream().map(FrontUnderTest.Answer::status).toList());
        }
    }

    @Test
    void a_request_that_cannot_be_decided_after_its_wait_gets_an_answer() throws Exception {
        try (var front = new FrontUnderTest(false, undecided())) {
            front.send(CHAT, 0, CHAT.length);
            assertEquals(List.of(), front.answers());
            front.pass(Duration.ofMillis(10));
            assertEquals(
                    List.of(500),
                    front.answers().stream().map(FrontUnderTest.Answer::status).toList());
        }
    }

    @Test
    void a_request_that_cannot_even_be_ended_in_order_is_cut_off() throws Exception {
        Runnable broken = () -> {
            throw new IllegalStateException("cannot be told");
        };
        Runnable starved = () -> {
            throw new InternalError("cannot be told");
        };
        for (var told : List.of(broken, starved)) {
            try (var front = new FrontUnderTest(false, new Deaf(sending(), told))) {
                front.send(CHAT, 0, CHAT.length);
                assertEquals(List.of(), front.answers());
                assertTrue(front.closed());
            }
        }
    }

    /** Cannot be told what became of a request. */
    private record Deaf(Balancer balancer, Runnable told) implements Balancer {

        @Override
        public Decision decide(RequestFacts facts) {
            return balancer.decide(facts);
        }

        @Override
        public void record(Placement placement, Outcome outcome) {
            told.run();
        }

        @Override
        public long patience(Placement placement) {
            return balancer.patience(placement);
        }

        @Override
        public boolean usable() {
            return true;
        }

        @Override
        public List<BackendStatus> status() {
            return List.of();
        }

        @Override
        public List<PoolStatus> pools() {
            return List.of();
        }
    }

    /** Has everyone wait for ten milliseconds, and fails then. */
    private static Balancer undecided() {
        var asked = new AtomicInteger();
        return new Deciding(facts -> {
            if (asked.getAndIncrement() == 0) {
                return new Decision.Wait(10);
            }
            throw new IllegalStateException("cannot be decided");
        });
    }
}
