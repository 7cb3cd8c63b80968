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
    /** What the pool had been sent when this went. */
    final double requestsSpent;

    final double tokensSpent;

    boolean heard;
    boolean over;

    Placement(
            Lane lane,
            Member member,
            RequestFacts facts,
            long sentAt,
            boolean probe,
            boolean large,
            double requestsSpent,
            double tokensSpent) {
        this.lane = lane;
        this.member = member;
        this.tokens = facts.tokens();
        this.kind = Pace.kind(facts);
        this.sentAt = sentAt;
        this.probe = probe;
        this.large = large;
        this.requestsSpent = requestsSpent;
        this.tokensSpent = tokensSpent;
    }

    /** Where to send the request. */
    public Backend backend() {
        return member.backend;
    }
}
