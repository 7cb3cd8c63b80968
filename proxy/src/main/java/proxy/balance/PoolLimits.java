package proxy.balance;

/** What Azure should grant one pool; 0 when unknown. */
public record PoolLimits(int requestsPerMinute, int tokensPerMinute) {

    /** Nothing is known: the pool's refusals tell. */
    public static final PoolLimits UNKNOWN = new PoolLimits(0, 0);
}
