package proxy.balance;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Chooses among pools that can take a request. The first priority goes before the second. A long prompt goes where its beginning was
 * seen before, while that pool has a fair share of what is left. All others take the better of two that are drawn by chance, because
 * replicas that all take the best one meet there; pools that seem overdrawn are drawn from only when no other is left.
 */
final class Chooser {

    /** Half of the best headroom is fair. */
    private static final double FAIR = 0.5;

    private Chooser() {}

    static Offer choose(List<Offer> open, RequestFacts facts, RandomGenerator random) {
        var group = firstPriority(open);
        var promising = promising(group);
        var drawn = promising.isEmpty() ? group : promising;
        if (facts.prefix() != 0 && !promising.isEmpty()) {
            var best = drawn.stream().mapToDouble(Offer::headroom).max().orElse(0);
            var fair = drawn.stream().filter(it -> it.headroom() >= FAIR * best).toList();
            return Affinity.home(facts.prefix(), fair, it -> it.lane().pool.id);
        }
        return betterOfTwo(drawn, random);
    }

    private static List<Offer> firstPriority(List<Offer> open) {
        var first = Integer.MAX_VALUE;
        for (var offer : open) {
            first = Math.min(first, offer.lane().priority);
        }
        var group = new ArrayList<Offer>(open.size());
        for (var offer : open) {
            if (offer.lane().priority == first) {
                group.add(offer);
            }
        }
        return group;
    }

    private static List<Offer> promising(List<Offer> group) {
        var promising = new ArrayList<Offer>(group.size());
        for (var offer : group) {
            if (offer.headroom() >= 0) {
                promising.add(offer);
            }
        }
        return promising;
    }

    private static Offer betterOfTwo(List<Offer> drawn, RandomGenerator random) {
        var first = random.nextInt(drawn.size());
        if (drawn.size() == 1) {
            return drawn.getFirst();
        }
        var second = (first + 1 + random.nextInt(drawn.size() - 1)) % drawn.size();
        var one = drawn.get(first);
        var other = drawn.get(second);
        return one.score() >= other.score() ? one : other;
    }
}
