package proxy.balance;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Chooses among pools that can take a request. A silent pool whose probe is due gets it at once, so that its return is soon noticed. Pools
 * that this request has not met go before a sibling of an account that failed it, and one that has been tried before goes where requests
 * were answered last. The first priority goes before the second. A long prompt goes where its beginning was seen before, while that pool
 * has a fair share of what is left. All others take the better of two that are drawn by chance, because replicas that all take the best
 * one meet there; pools that seem overdrawn are drawn from only when no other is left.
 */
final class Chooser {

    /** Half of the best headroom is fair. */
    private static final double FAIR = 0.5;
    /** A huge request is no reason to forget the headroom. */
    private static final double MAX_SIZE = 3;

    private Chooser() {}

    /** @param open not empty */
    static Offer choose(List<Offer> open, RequestFacts facts, RandomGenerator random) {
        for (var offer : open) {
            if (offer.silent()) {
                return offer;
            }
        }
        var group = preferred(open);
        var promising = promising(group);
        var drawn = promising.isEmpty() ? group : promising;
        return facts.prefix() != 0 && !promising.isEmpty()
                ? home(promising, facts.prefix())
                : betterOfTwo(drawn, size(open, facts.tokens()), quickest(open), random);
    }

    /** Those before which no other is asked, unless it is silent; empty when none is open. */
    static List<Offer> preferred(List<Offer> open) {
        return firstPriority(fresh(open));
    }

    /** Those that are no second choice; all when each is. */
    private static List<Offer> fresh(List<Offer> open) {
        var fresh = new ArrayList<Offer>(open.size());
        for (var offer : open) {
            if (!offer.secondChoice()) {
                fresh.add(offer);
            }
        }
        return fresh.isEmpty() ? open : fresh;
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
            if (offer.promising()) {
                promising.add(offer);
            }
        }
        return promising;
    }

    private static Offer home(List<Offer> promising, long prefix) {
        var best = promising.stream().mapToDouble(Offer::headroom).max().orElse(0);
        var fair = promising.stream()
                .filter(offer -> offer.headroom() >= FAIR * best)
                .toList();
        return Affinity.home(prefix, fair.isEmpty() ? promising : fair, offer -> offer.lane().pool.id);
    }

    /** The request's tokens in units of what the pools usually get. */
    private static double size(List<Offer> open, int tokens) {
        var perSecond = 0.0;
        var requests = 0.0;
        for (var offer : open) {
            perSecond += offer.mix().requestsPerSecond() * offer.mix().usualTokens();
            requests += offer.mix().requestsPerSecond();
        }
        return perSecond > 0 ? Math.min(MAX_SIZE, tokens * requests / perSecond) : 1;
    }

    private static double quickest(List<Offer> open) {
        var quickest = 0.0;
        for (var offer : open) {
            if (offer.firstByteMillis() > 0 && (quickest == 0 || offer.firstByteMillis() < quickest)) {
                quickest = offer.firstByteMillis();
            }
        }
        return quickest;
    }

    private static Offer betterOfTwo(List<Offer> drawn, double size, double quickest, RandomGenerator random) {
        var first = random.nextInt(drawn.size());
        if (drawn.size() == 1) {
            return drawn.getFirst();
        }
        var second = (first + 1 + random.nextInt(drawn.size() - 1)) % drawn.size();
        var one = drawn.get(first);
        var other = drawn.get(second);
        return one.score(size, quickest) >= other.score(size, quickest) ? one : other;
    }
}
