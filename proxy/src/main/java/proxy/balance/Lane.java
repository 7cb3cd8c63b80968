package proxy.balance;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.random.RandomGenerator;

/** The accounts of one pool that have a deployment. Not thread-safe: guarded by the pool, but for what never changes. */
final class Lane {

    /** How soon to look again at a placement about which nothing can be said yet. */
    static final long LOOK_MILLIS = 250;

    /** A request is taken away from a silent backend after so many times the usual time. */
    private static final int DOUBT = 4;

    private static final long IDLE_LOOK_MILLIS = 1_000;

    private static final long LONG_AGO = Long.MIN_VALUE / 2;

    final QuotaPool pool;
    final String geography;
    final int priority;
    final List<Member> members;
    final Pace pace;
    final Silence silence;
    int inFlight;
    private long probedAt = LONG_AGO;
    /** Whether nothing good came since the last failure. */
    private boolean suspect;

    /** @param backends of one pool, deployment, geography and priority */
    Lane(QuotaPool pool, List<Backend> backends, AtomicLongArray latest) {
        this.pool = pool;
        this.geography = backends.getFirst().geography();
        this.priority = backends.getFirst().priority();
        this.pace = new Pace(latest);
        this.silence = new Silence(pace);
        this.members =
                backends.stream().map(backend -> new Member(backend, pace)).toList();
    }

    boolean is(List<Backend> backends) {
        return members.stream().map(member -> member.backend).toList().equals(backends);
    }

    /** Whether one of its accounts may answer this request. */
    boolean fits(RequestFacts facts) {
        return !facts.pinned() || members.stream().anyMatch(member -> facts.fits(member.backend));
    }

    /** Whether others should come first: an account has failed this request, or one that has been tried before is better off elsewhere. */
    boolean isSecondChoice(RequestFacts facts) {
        var failed = facts.history().failed();
        return (suspect && facts.history().attempts() > 0)
                || (!failed.isEmpty() && members.stream().anyMatch(member -> failed.contains(member.backend)));
    }

    private static boolean mayServe(Member member, RequestFacts facts) {
        var failed = facts.history().failed();
        return facts.fits(member.backend) && (failed.isEmpty() || !failed.contains(member.backend));
    }

    /** Milliseconds until an account may be sent this request, 0 for now; -1 when all of them have failed it. */
    long remaining(RequestFacts facts, long now) {
        var least = -1L;
        for (var member : members) {
            if (mayServe(member, facts)) {
                var wait = remaining(member, facts, now);
                least = least < 0 ? wait : Math.min(least, wait);
            }
        }
        return least < 0 ? -1 : Math.max(least, silence.remaining(facts, now));
    }

    /** Of several accounts that were ejected one is probed at a time: each probe costs a request its second try. */
    private long remaining(Member member, RequestFacts facts, long now) {
        var wait = member.remaining(facts, now);
        return member.ejection.halfOpen(now) ? Math.max(wait, probedAt + Closure.PROBE_MILLIS - now) : wait;
    }

    /**
     * An account for this request: where its prompt's beginning was seen before, unless that one is busy; else the less busy of
     * two.
     *
     * @param desperate whether ejected accounts count, too
     */
    Member choose(RequestFacts facts, long now, boolean desperate, RandomGenerator random) {
        var open = new ArrayList<Member>(members.size());
        for (var member : members) {
            if (mayServe(member, facts) && (desperate || remaining(member, facts, now) == 0)) {
                open.add(member);
            }
        }
        if (open.isEmpty()) {
            return null;
        }
        if (facts.history().attempts() > 0) {
            leaveProbes(open, now);
        }
        if (facts.prefix() != 0) {
            var busy = 1
                    + 1.25 * open.stream().mapToInt(it -> it.inFlight).average().orElse(0);
            var home = Affinity.home(facts.prefix(), open, member -> member.backend.account());
            if (home.inFlight <= busy) {
                return home;
            }
        }
        var one = open.get(random.nextInt(open.size()));
        var other = open.get(random.nextInt(open.size()));
        return one.inFlight <= other.inFlight ? one : other;
    }

    /** One that has been tried before is the probe of an ejected account only when there is no other. */
    private static void leaveProbes(List<Member> open, long now) {
        if (open.stream().anyMatch(member -> !member.ejection.halfOpen(now))) {
            open.removeIf(member -> member.ejection.halfOpen(now));
        }
    }

    /** A request goes to one of its accounts. */
    Placement send(Member member, RequestFacts facts, long now, PoolQuota.Sent sent) {
        if (member.ejection.sent(now)) {
            probedAt = now;
        }
        var probe = silence.silent(now) || member.silence.silent(now);
        var placement = new Placement(this, member, facts, now, probe, sent);
        silence.sent(placement, now);
        member.silence.sent(placement, now);
        inFlight++;
        member.inFlight++;
        return placement;
    }

    /** Something came back. */
    void heard(Placement placement, long now) {
        placement.heard = true;
        placement.member.reached();
        if (silence.heard(placement, now)) {
            members.forEach(member -> member.silence.end());
        }
        placement.member.silence.heard(placement, now);
    }

    /** A good answer came: if the account was ejected its siblings may be back, too. */
    void good(Placement placement) {
        placement.member.good(placement.sentAt);
        probedAt = LONG_AGO;
        suspect = false;
    }

    /** It failed. @param reached whether the account was */
    void failed(Placement placement, boolean reached, long now, double jitter) {
        suspect = true;
        if (reached) {
            placement.member.reached();
            placement.member.failed(placement.sentAt, now, jitter);
        } else {
            placement.member.unreached(placement.sentAt, now, jitter);
        }
    }

    /** Nothing more is expected of it. */
    void over(Placement placement) {
        placement.over = true;
        silence.gone(placement);
        placement.member.silence.gone(placement);
        inFlight--;
        placement.member.inFlight--;
    }

    /**
     * Milliseconds to leave a placement alone, 0 to cancel it. A backend that is merely slow still serves, and bills, what is taken
     * away from it: so nothing is, until the backend has been mute for several times as long as usual; from then on a probe is given
     * up early.
     */
    long patience(Placement placement, long now) {
        if (placement.heard || placement.over || !pace.known(placement.kind)) {
            return IDLE_LOOK_MILLIS;
        }
        var usual = pace.usual(placement.kind);
        var mute = silence.silent(now) ? silence : placement.member.silence;
        if (!mute.silent(now)) {
            return Math.max(LOOK_MILLIS, usual / 2);
        }
        var until = placement.probe
                ? Math.max(placement.sentAt + pace.likely(placement.kind), mute.heardAt() + DOUBT * usual)
                : placement.sentAt + DOUBT * usual;
        return Math.max(0, until - now);
    }
}
