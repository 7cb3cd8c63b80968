package proxy.balance;

/** One request at one backend. Its state is the balancer's: guarded by the pool's lock. */
public final class Placement {

    final Lane lane;
    final Member member;
    final int tokens;
    final int kind;
    final long sentAt;
    /** Sent to find out whether a silent backend lives. */
    final boolean probe;
    /** Whether it is not the request's first. */
    final boolean again;
    /** Whether no other account will do. */
    final boolean pinned;

    final String caller;

    final PoolQuota.Sent quota;

    boolean heard;
    boolean over;

    Placement(Lane lane, Member member, RequestFacts facts, long sentAt, boolean probe, PoolQuota.Sent quota) {
        this.lane = lane;
        this.member = member;
        this.tokens = facts.tokens();
        this.kind = Pace.kind(facts);
        this.sentAt = sentAt;
        this.probe = probe;
        this.again = facts.history().attempts() > 0;
        this.pinned = facts.pinned();
        this.caller = facts.asker().name();
        this.quota = quota;
    }

    /** Where to send the request. */
    public Backend backend() {
        return member.backend;
    }
}
