package proxy.balance;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What all pools of a deployment have for one request at one moment, and what that comes to when none of them takes it. */
final class Offers {

    private Offers() {}

    /** What the pools have for a request that may go there; empty when it may go nowhere. */
    static List<Offer> of(List<Lane> lanes, RequestFacts facts, long now) {
        var offers = new ArrayList<Offer>(lanes.size());
        for (var lane : lanes) {
            if (facts.asker().mayUse(lane.geography) && lane.fits(facts)) {
                offers.add(lane.pool.offer(lane, facts, now));
            }
        }
        return offers;
    }

    /** Tells the pools what is asked of them. One that is out of order, or closed for longer than a window, is asked for nothing. */
    static void asked(List<Offer> offers, RequestFacts facts) {
        var all = 0.0;
        for (var offer : offers) {
            all += offer.serves() ? offer.lane().pool.perSecond() : 0;
        }
        for (var offer : offers) {
            if (offer.serves() && all > 0) {
                offer.lane().pool.asked(facts, offer.lane().pool.perSecond() / all);
            }
        }
    }

    /** Says why there are none. */
    static Decision.Reject nowhere(List<Lane> lanes, RequestFacts facts) {
        var elsewhere = lanes.stream().noneMatch(lane -> lane.fits(facts));
        return new Decision.Reject(elsewhere ? Decision.Cause.ELSEWHERE : Decision.Cause.GEOGRAPHY, 0, false);
    }

    /** Those that take the request now. */
    static List<Offer> open(List<Offer> offers) {
        var open = new ArrayList<Offer>(offers.size());
        for (var offer : offers) {
            if (offer.open()) {
                open.add(offer);
            }
        }
        return open;
    }

    /** Those that need not wait for the refusal of another request. */
    static List<Offer> certain(List<Offer> open) {
        var doubted = 0;
        for (var offer : open) {
            doubted += offer.doubtMillis() > 0 ? 1 : 0;
        }
        if (doubted == 0) {
            return open;
        }
        var certain = new ArrayList<Offer>(open.size() - doubted);
        for (var offer : open) {
            if (offer.doubtMillis() == 0) {
                certain.add(offer);
            }
        }
        return certain;
    }

    /** Until the first of those has had its refusal. */
    static Decision.Wait waitForRefusal(List<Offer> doubted) {
        var soonest = Long.MAX_VALUE;
        for (var offer : doubted) {
            soonest = Math.min(soonest, offer.doubtMillis());
        }
        return new Decision.Wait(soonest);
    }

    /** When all that has quota is ejected, the account that comes back first may have healed: there is nothing to lose. */
    static Offer lastResort(List<Offer> offers, RequestFacts.History history) {
        return history.attemptsLeft() <= 0
                ? null
                : offers.stream()
                        .filter(offer -> offer.usable() && offer.quotaMillis() == 0 && !offer.silent())
                        .min(Comparator.comparingLong(Offer::healthMillis))
                        .orElse(null);
    }

    /** No pool takes the request now: waits for the first one that will, if that is soon enough. */
    static Decision giveUp(List<Offer> offers, RequestFacts facts) {
        var history = facts.history();
        if (history.attemptsLeft() > 0) {
            var soonest = offers.stream()
                    .filter(offer -> offer.usable() && offer.quotaMillis() > 0)
                    .mapToLong(Offer::soonest)
                    .min();
            if (soonest.isPresent() && soonest.getAsLong() <= history.waitMillis()) {
                return new Decision.Wait(soonest.getAsLong());
            }
        }
        return reject(offers, facts, true);
    }

    /** Says why the request is given up, and when to come back. @param retry whether to come back at all */
    static Decision.Reject reject(List<Offer> offers, RequestFacts facts, boolean retry) {
        var throttled = !facts.history().refusedBy().isEmpty()
                || offers.stream().anyMatch(offer -> offer.usable() && offer.quotaMillis() > 0);
        // An open pool that this request may not try any more, and that seems overdrawn, is no reason to come back at
        // once.
        var wait = offers.stream()
                .filter(offer -> !offer.open() || offer.promising())
                .mapToLong(Offer::soonest)
                .min()
                .orElse(0);
        var usedUp = offers.stream().anyMatch(offer -> offer.usable() && offer.held())
                ? Decision.Cause.OVER_SHARE
                : facts.pinned() ? Decision.Cause.KEEPER_THROTTLED : Decision.Cause.THROTTLED;
        return new Decision.Reject(
                throttled ? usedUp : Decision.Cause.NO_BACKEND, Math.min(wait, RetryHint.MAX_MILLIS), retry);
    }
}
