package proxy.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import proxy.testkit.ManualClock;

/** A balancer under a clock that moves when told, and words for what is asked of it. */
final class Scene {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    final Dice dice = new Dice();
    private final ManualClock clock = new ManualClock();
    private final List<Backend> backends = new ArrayList<>();
    private final Map<String, PoolLimits> limits = new HashMap<>();
    private BalanceSettings settings = new BalanceSettings(20, 50, 1);
    private QuotaBalancer balancer;

    static Backend backend(String account, String pool) {
        return new Backend("gpt", account, pool, "eu", 1);
    }

    /** Pools {@code a}, {@code b}, … of 600 requests and 60,000 tokens a minute, with one account each, of the same name. */
    static Scene pools(String... ids) {
        var scene = new Scene();
        for (var id : ids) {
            scene.pool(id, 600, 60_000).with(backend(id, id));
        }
        return scene;
    }

    Scene pool(String id, int requestsPerMinute, int tokensPerMinute) {
        limits.put(id, new PoolLimits(requestsPerMinute, tokensPerMinute));
        return this;
    }

    Scene with(Backend... more) {
        backends.addAll(List.of(more));
        return this;
    }

    Scene retries(int percent, int burst) {
        settings = new BalanceSettings(percent, burst, 1);
        return this;
    }

    QuotaBalancer balancer() {
        if (balancer == null) {
            balancer = new QuotaBalancer(backends, limits, settings, clock::nanoTime, dice);
        }
        return balancer;
    }

    void pass(long millis) {
        clock.pass(Duration.ofMillis(millis));
    }

    Decision decide(Ask ask) {
        return balancer().decide(ask.facts());
    }

    Placement send(Ask ask) {
        return assertInstanceOf(Decision.Forward.class, decide(ask)).placement();
    }

    /** Sends it, and says where to. */
    String sentTo(Ask ask) {
        return send(ask).backend().account();
    }

    void rejects(Decision.Cause cause, long retryAfterMillis, Ask ask) {
        assertEquals(new Decision.Reject(cause, retryAfterMillis, true), decide(ask));
    }

    void answered(Placement placement, String... fields) {
        balancer().record(placement, new Outcome.Answered(QuotaNews.ofAnswer(map(fields)::get)));
    }

    void finished(Placement placement) {
        balancer().record(placement, new Outcome.Finished());
    }

    /** A good answer after so long. */
    void serves(Ask ask, long millis) {
        var placement = send(ask);
        pass(millis);
        answered(placement);
        finished(placement);
    }

    void refused(Placement placement, String... fields) {
        balancer().record(placement, new Outcome.Throttled(QuotaNews.ofRefusal(map(fields)::get, NOW)));
    }

    void unreached(Placement placement) {
        balancer().record(placement, new Outcome.Unreached());
    }

    void failed(Placement placement) {
        balancer().record(placement, new Outcome.Failed());
    }

    /** The only pool. */
    PoolStatus pool() {
        return balancer().pools().getFirst();
    }

    BackendStatus status(String account) {
        return balancer().status().stream()
                .filter(it -> it.backend().account().equals(account))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, String> map(String... fields) {
        var map = new HashMap<String, String>();
        for (var index = 0; index < fields.length; index += 2) {
            map.put(fields[index], fields[index + 1]);
        }
        return map;
    }
}
