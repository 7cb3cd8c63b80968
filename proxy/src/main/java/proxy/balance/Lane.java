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

    final QuotaPool pool;
    final String geography;
    final int priority;
    final List<Member> members;
    final Pace pace;
    final Silence silence;
    int inFlight;

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

    /** Whether an account has failed this request. */
    boolean failed(RequestFacts facts) {
        var failed = facts.history().failed();
        return !failed.isEmpty() && members.stream().anyMatch(member -> failed.contains(member.backend));
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
                var wait = member.remaining(facts, now);
                least = least < 0 ? wait : Math.min(least, wait);
            }
        }
        return least < 0 ? -1 : Math.max(least, silence.remaining(facts, now));
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
            if (mayServe(member, facts) && (desperate || member.remaining(facts, now) == 0)) {
                open.add(member);
            }
        }
        if (open.isEmpty()) {
            return null;
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

    /** A request goes to one of its accounts. */
    Placement send(Member member, RequestFacts facts, long now, PoolQuota.Sent sent) {
        member.ejection.sent(now);
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
