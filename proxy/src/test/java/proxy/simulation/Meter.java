package proxy.simulation;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/** How one pool counts: requests over slices of ten seconds, tokens over windows of twenty (performance.md 3). Milliseconds. */
final class Meter {

    static final long SLICE = 10_000;
    static final long WINDOW = 20_000;

    /** What the pool says to callers besides yes and no. */
    enum Words {
        /** Every field, exact. */
        ALL,
        /** When to come back, and nothing about what is left. */
        WAIT_ONLY,
        NOTHING,
        /** A wait that is negative. */
        NEGATIVE,
        /** A date that has passed. */
        PAST,
        /** To come back tomorrow. */
        A_DAY
    }

    /**
     * How the pool counts and speaks.
     *
     * @param phase how much later than others' its windows begin
     * @param sliding whether windows slide instead of starting anew
     * @param countsRefused whether refused requests count, too
     */
    record Manner(long phase, boolean sliding, boolean countsRefused, Words words) {
        static final Manner PLAIN = new Manner(0, false, false, Words.ALL);
        static final Manner HARSH = new Manner(0, true, true, Words.WAIT_ONLY);

        static Manner saying(Words words) {
            return new Manner(0, false, false, words);
        }
    }

    private record Use(long at, int amount) {}

    private final long requestsPerSlice;
    private final long tokensPerWindow;
    private final Manner manner;
    private final ArrayDeque<Use> requests = new ArrayDeque<>();
    private final ArrayDeque<Use> tokens = new ArrayDeque<>();
    private long requestsUsed;
    private long tokensUsed;
    private long closedUntil;

    Meter(int requestsPerMinute, int tokensPerMinute, Manner manner) {
        this.requestsPerSlice = requestsPerMinute / 6;
        this.tokensPerWindow = tokensPerMinute / 3;
        this.manner = manner;
    }

    /** No quota at all until then. */
    void close(long until) {
        closedUntil = until;
    }

    boolean admit(int amount, long now) {
        var fits = fits(amount, now);
        if (fits || manner.countsRefused()) {
            requests.add(new Use(now, 1));
            requestsUsed++;
        }
        if (fits) {
            tokens.add(new Use(now, amount));
            tokensUsed += amount;
        }
        return fits;
    }

    boolean fits(int amount, long now) {
        forget(now);
        return now >= closedUntil && requestsUsed < requestsPerSlice && tokensUsed + amount <= tokensPerWindow;
    }

    /** Share of the scarcer budget that would be left. */
    double left(int amount, long now) {
        forget(now);
        return Math.min(
                1 - (requestsUsed + 1.0) / requestsPerSlice, 1 - (tokensUsed + (double) amount) / tokensPerWindow);
    }

    /** Milliseconds until the request would fit if nothing else came. */
    long wait(int amount, long now) {
        forget(now);
        var wait = Math.max(0, closedUntil - now);
        if (requestsUsed >= requestsPerSlice) {
            wait = Math.max(wait, freed(requests, requestsUsed - requestsPerSlice + 1, SLICE, now));
        }
        if (tokensUsed + amount > tokensPerWindow) {
            wait = Math.max(wait, freed(tokens, tokensUsed + amount - tokensPerWindow, WINDOW, now));
        }
        return wait;
    }

    private long freed(ArrayDeque<Use> uses, long needed, long window, long now) {
        if (!manner.sliding()) {
            return window - Math.floorMod(now - manner.phase(), window);
        }
        var freed = 0L;
        for (var use : uses) {
            freed += use.amount();
            if (freed >= needed) {
                return use.at() + window - now;
            }
        }
        return window;
    }

    /** The fields of the answer. */
    Map<String, String> fields(int amount, boolean admitted, long now) {
        forget(now);
        var fields = new HashMap<String, String>();
        if (manner.words() == Words.ALL) {
            var open = now >= closedUntil;
            fields.put("x-ratelimit-limit-requests", "" + requestsPerSlice);
            fields.put("x-ratelimit-limit-tokens", "" + tokensPerWindow);
            fields.put(
                    "x-ratelimit-remaining-requests", "" + (open ? Math.max(0, requestsPerSlice - requestsUsed) : 0));
            fields.put("x-ratelimit-remaining-tokens", "" + Math.max(0, tokensPerWindow - tokensUsed));
        }
        if (!admitted) {
            switch (manner.words()) {
                case ALL, WAIT_ONLY -> fields.put("retry-after-ms", "" + wait(amount, now));
                case NOTHING -> {}
                case NEGATIVE -> fields.put("retry-after", "-1");
                case PAST -> fields.put("retry-after", date(now - 5_000));
                case A_DAY -> fields.put("retry-after", "86400");
            }
        }
        return fields;
    }

    private static String date(long at) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(
                Instant.ofEpochMilli(at).atOffset(ZoneOffset.UTC));
    }

    private void forget(long now) {
        requestsUsed -= forget(requests, SLICE, now);
        tokensUsed -= forget(tokens, WINDOW, now);
    }

    private long forget(ArrayDeque<Use> uses, long window, long now) {
        var since = manner.sliding() ? now - window + 1 : now - Math.floorMod(now - manner.phase(), window);
        var freed = 0L;
        while (!uses.isEmpty() && uses.getFirst().at() < since) {
            freed += uses.removeFirst().amount();
        }
        return freed;
    }
}
