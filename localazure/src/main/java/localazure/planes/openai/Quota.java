package localazure.planes.openai;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import localazure.planes.net.Exchange;

/** One meter per pool, and what Azure says about it in headers and refusals. */
public final class Quota {
    private final Fleet fleet;
    private final Clock clock;
    private final Map<PoolKey, Meter> meters = new ConcurrentHashMap<>();

    public Quota(Fleet fleet, Clock clock) {
        this.fleet = fleet;
        this.clock = clock;
    }

    public Meter meter(PoolKey pool) {
        return meters.computeIfAbsent(pool, key -> new Meter(clock));
    }

    /** Counts a request and sets the {@code x-ratelimit-} headers; a pool that is short refuses with every form of retry header. */
    void admit(Exchange exchange, Call call, long estimate) throws Refusal {
        PoolKey pool = fleet.pool(call.deployment());
        Limits limits = fleet.pools().getOrDefault(pool, Limits.NONE);
        Meter.Admission admission = meter(pool).admit(limits, estimate);
        long reset = seconds(admission.untilReset());
        exchange.set("x-ratelimit-limit-requests", limits.requestsPerMinute())
                .set("x-ratelimit-limit-tokens", limits.tokensPerMinute())
                .set("x-ratelimit-remaining-requests", admission.remainingRequests())
                .set("x-ratelimit-remaining-tokens", admission.remainingTokens())
                .set("x-ratelimit-reset-requests", reset)
                .set("x-ratelimit-reset-tokens", reset);
        if (admission.shortage() == Meter.Shortage.NONE) return;
        setRetryAfter(exchange, admission.retryAfter());
        throw tooMany(call, admission);
    }

    static void setRetryAfter(Exchange exchange, Duration wait) {
        exchange.set("retry-after-ms", wait.toMillis()).set("retry-after", seconds(wait));
    }

    private static Refusal tooMany(Call call, Meter.Admission admission) {
        String rate = admission.shortage() == Meter.Shortage.TOKENS ? "token" : "call";
        String message =
                "Requests to the " + call.operation().azureName() + " Operation under Azure OpenAI API version "
                        + call.apiVersion() + " have exceeded " + rate
                        + " rate limit of your current OpenAI S0 pricing tier. Please retry after "
                        + seconds(admission.retryAfter())
                        + " seconds. Please go here: https://aka.ms/oai/quotaincrease if you would"
                        + " like to further increase the default rate limit.";
        return new Refusal(429, "429", message);
    }

    private static long seconds(Duration duration) {
        return Math.max(1, (duration.toMillis() + 999) / 1000);
    }
}
