package proxy.balance;

import java.util.Collection;

/**
 * How one thing that a pool grants, requests or tokens, is shared out when callers ask for more than there is: who asks for no more than
 * its fair share gets what it asks for, and the others get equal shares of the rest (max-min fairness), by weight. Not thread-safe:
 * guarded by the pool. Rates are per millisecond.
 */
final class Shares {

    /** Rates are those of about so long, */
    private static final double MEMORY_MILLIS = 5_000;
    /** and of no less. */
    private static final double LEAST_MILLIS = 1_000;

    private static final double PLENTY = Double.POSITIVE_INFINITY;

    private double level = PLENTY;
    private double modest;
    private double greedy;

    /** What one caller asks for, and gets. */
    static final class Use {
        private final double weight;
        private double asked;
        private double granted;
        private double askedRate;
        private double grantedRate;
        private double age;
        private long servedUntil = Long.MIN_VALUE;

        Use(double weight) {
            this.weight = weight;
        }

        void ask(double amount) {
            asked += amount;
        }

        private void grant(double amount, double share, long now) {
            granted += amount;
            servedUntil = Math.max(servedUntil, now + Math.round(amount / share));
        }

        /** When its share will have added up to any one that it was granted: a caller that mixes sizes gets its large ones a turn, too. */
        long servedUntil() {
            return servedUntil;
        }

        private void settle(long passed) {
            age += passed;
            var fresh = Math.max(passed / Math.max(age, LEAST_MILLIS), 1 - Math.exp(-passed / MEMORY_MILLIS));
            askedRate += fresh * (asked / passed - askedRate);
            grantedRate += fresh * (granted / passed - grantedRate);
            asked = 0;
            granted = 0;
        }

        double askedRate() {
            return askedRate;
        }
    }

    /** So much is granted to a caller. */
    void grant(Use use, double amount, long now) {
        use.grant(amount, use.weight * level, now);
    }

    /** What is left to others by this caller: nothing, unless it asks for more than its share. */
    double keptFrom(Use use) {
        var share = use.weight * level;
        if (use.askedRate <= share) {
            return 0;
        }
        return use.grantedRate > share ? modest + greedy - share : modest;
    }

    /** Shares out anew. @param supply 0 when unknown */
    void settle(double supply, Collection<Use> uses, long passed) {
        var asked = 0.0;
        var weights = 0.0;
        for (var use : uses) {
            use.settle(passed);
            asked += use.askedRate;
            weights += use.weight;
        }
        level = supply <= 0 || asked <= supply ? PLENTY : supply / weights;
        if (level < PLENTY) {
            fill(supply, uses);
        }
    }

    /** What the modest leave of their shares raises those of the others, until nobody else is modest. */
    private void fill(double supply, Collection<Use> uses) {
        var before = -1.0;
        while (level > before) {
            before = level;
            modest = 0;
            var weights = 0.0;
            for (var use : uses) {
                if (use.askedRate <= use.weight * level) {
                    modest += use.askedRate;
                } else {
                    weights += use.weight;
                }
            }
            greedy = supply - modest;
            level = weights > 0 ? Math.max(before, greedy / weights) : PLENTY;
        }
    }
}
