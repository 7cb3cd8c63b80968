package localazure.planes.openai;

import java.time.Duration;

/** The pace of a model. */
public record Latency(Duration firstToken, Duration perToken) {
    /** The pace of a small hosted model on a quiet day. */
    public static final Latency USUAL = new Latency(Duration.ofMillis(120), Duration.ofMillis(15));
}
