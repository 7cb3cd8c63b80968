package proxy.balance;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A request as the balancer sees it: 100 tokens for {@code gpt}, not sent yet, with three attempts and no time to wait. */
final class Ask {

    private String deployment = "gpt";
    private int tokens = 100;
    private int maxTokens;
    private boolean stream;
    private long prefix;
    private String account = "";
    private String caller = "app";
    private int priority = 1;
    private Optional<Set<String>> geographies = Optional.empty();
    private int attempts;
    private int attemptsLeft = 3;
    private final Set<Backend> failed = new HashSet<>();
    private final Set<String> refusedBy = new HashSet<>();
    private long waitMillis;
    private boolean waited;

    static Ask ask() {
        return new Ask();
    }

    static Ask ask(int tokens) {
        var ask = new Ask();
        ask.tokens = tokens;
        return ask;
    }

    Ask deployment(String name) {
        deployment = name;
        return this;
    }

    Ask maxTokens(int bound) {
        maxTokens = bound;
        return this;
    }

    Ask streams() {
        stream = true;
        return this;
    }

    Ask prefix(long hash) {
        prefix = hash;
        return this;
    }

    Ask only(String one) {
        account = one;
        return this;
    }

    Ask by(String name, int rank) {
        caller = name;
        priority = rank;
        return this;
    }

    Ask within(String... places) {
        geographies = Optional.of(Set.of(places));
        return this;
    }

    Ask failedBy(Backend... backends) {
        failed.addAll(List.of(backends));
        return tried(backends.length);
    }

    Ask refusedBy(String... pools) {
        refusedBy.addAll(List.of(pools));
        return tried(pools.length);
    }

    Ask tried(int times) {
        attempts += times;
        attemptsLeft -= times;
        return this;
    }

    Ask mayWait(long millis) {
        waitMillis = millis;
        return this;
    }

    Ask waited() {
        waited = true;
        return this;
    }

    RequestFacts facts() {
        return new RequestFacts(
                deployment,
                tokens,
                maxTokens,
                stream,
                prefix,
                account,
                new RequestFacts.Asker(caller, priority, geographies),
                new RequestFacts.History(attempts, attemptsLeft, failed, refusedBy, waitMillis, waited));
    }
}
