package bench.quota;

/** What one pool grants. */
public record Limits(long requestsPerMinute, long tokensPerMinute) {}
