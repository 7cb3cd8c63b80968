package proxy.balance;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Who asks one pool for how much, of late, and what a caller leaves to the others while there is not enough for all. Remembers
 * {@link #MOST}, and callers beyond that are free to take what there is. Not thread-safe: guarded by the pool. Times are monotonic
 * milliseconds, rates are per millisecond.
 */
final class Callers {

    static final int MOST = 500;

    private static final long SETTLE_MILLIS = 100;
    /** One request in five minutes is none. */
    private static final double NOTHING = 1 / 300_000.0;

    private final Shares requests = new Shares();
    private final Shares tokens = new Shares();
    private final Map<String, Caller> callers = new HashMap<>();
    private long settledAt;

    private record Caller(Shares.Use requests, Shares.Use tokens) {}

    /** Asks for a part of a request: a caller's demand is that of all pools which might serve it, each as large as it is. */
    void asked(RequestFacts facts, double part) {
        var caller = callers.get(facts.asker().name());
        if (caller == null && callers.size() < MOST) {
            var weight = facts.asker().weight();
            caller = new Caller(new Shares.Use(weight), new Shares.Use(weight));
            callers.put(facts.asker().name(), caller);
        }
        if (caller != null) {
            caller.requests.ask(part);
            caller.tokens.ask(part * facts.tokens());
        }
    }

    void granted(RequestFacts facts, long now) {
        var caller = callers.get(facts.asker().name());
        if (caller != null) {
            requests.grant(caller.requests, 1, now);
            tokens.grant(caller.tokens, facts.tokens(), now);
        }
    }

    /** The requests that this one's caller leaves to others. */
    double requestsKept(RequestFacts facts) {
        var caller = callers.get(facts.asker().name());
        return caller == null ? 0 : requests.keptFrom(caller.requests);
    }

    /** The tokens that this one's caller leaves to others. */
    double tokensKept(RequestFacts facts) {
        var caller = callers.get(facts.asker().name());
        return caller == null ? 0 : tokens.keptFrom(caller.tokens);
    }

    /** When the caller's share of the requests will have added up to any one grant; of a caller that leaves something to others. */
    long requestsServedUntil(RequestFacts facts) {
        return callers.get(facts.asker().name()).requests.servedUntil();
    }

    /** When the caller's share of the tokens will have added up to any one grant; of a caller that leaves something to others. */
    long tokensServedUntil(RequestFacts facts) {
        return callers.get(facts.asker().name()).tokens.servedUntil();
    }

    /** Shares out anew, ten times a second. */
    void settle(double requestsSupply, double tokensSupply, long now) {
        var passed = now - settledAt;
        if (passed < SETTLE_MILLIS) {
            return;
        }
        settledAt = now;
        requests.settle(requestsSupply, uses(false), passed);
        tokens.settle(tokensSupply, uses(true), passed);
        callers.values().removeIf(caller -> caller.requests.askedRate() < NOTHING);
    }

    private List<Shares.Use> uses(boolean ofTokens) {
        return callers.values().stream()
                .map(caller -> ofTokens ? caller.tokens : caller.requests)
                .toList();
    }
}
