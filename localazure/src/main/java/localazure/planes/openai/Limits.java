package localazure.planes.openai;

/** What a pool lets through in one minute: the sum over its deployments. */
public record Limits(long tokensPerMinute, long requestsPerMinute) {
    static final Limits NONE = new Limits(0, 0);

    Limits plus(Limits other) {
        return new Limits(tokensPerMinute + other.tokensPerMinute, requestsPerMinute + other.requestsPerMinute);
    }
}
