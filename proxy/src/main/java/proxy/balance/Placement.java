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
    /** Whether it asks for more tokens than a pool that refused others for their size still has. */
    final boolean large;
    /** Whether no other account will do. */
    final boolean pinned;
    /** Where it stands in the ledgers of its pool. */
    final double requestsMark;

    final double tokensMark;

    boolean heard;
    boolean over;

    Placement(
            Lane lane,
            Member member,
            RequestFacts facts,
            long sentAt,
            boolean probe,
            boolean large,
            double requestsMark,
            double tokensMark) {
        this.lane = lane;
        this.member = member;
        this.tokens = facts.tokens();
        this.kind = Pace.kind(facts);
        this.sentAt = sentAt;
        this.probe = probe;
        this.large = large;
        this.pinned = facts.pinned();
        this.requestsMark = requestsMark;
        this.tokensMark = tokensMark;
    }

    /** Where to send the request. */
    public Backend backend() {
        return member.backend;
    }
}
