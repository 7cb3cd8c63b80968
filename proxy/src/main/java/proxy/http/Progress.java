package proxy.http;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import proxy.io.Fields;
import proxy.observe.AccessRecord;
import proxy.observe.Findings;
import proxy.observe.Reason;
import proxy.observe.TokenUsage;

/** What becomes known of a request while it is served; its access record at the end. Lives on one event loop. */
final class Progress {

    /** Of a long. */
    private static final int DIGITS = 16;

    private static final byte[] HEXADECIMAL = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    final String requestId = newId();
    private final long startedAt = System.nanoTime();
    private long firstByteAt;
    String route = "none";
    boolean probe;
    String caller = "";
    String profile = "";
    String deployment = "";
    String account = "";
    boolean stream;
    /** What a stored response used was counted when it was made. */
    boolean unmetered;

    int status;
    /** Every time it was sent counts, to the same account or to another. */
    int attempts;

    /** Whether it was sent again because a kept connection had been closed. */
    boolean resent;

    long requestBytes;
    long responseBytes;
    Reason reason;
    /** Asked at the end; null while no account has, or may have, worked on the request. */
    Supplier<TokenUsage> usage;
    /** Null unless the caller may hear it. */
    Explanation explanation;
    /** Null while nobody looks. */
    Findings findings;

    void answering(int code) {
        status = code;
        firstByteAt = System.nanoTime();
    }

    /** Tokens used so far, empty when no account had the request and did not refuse it. */
    Optional<TokenUsage> usage() {
        return unmetered ? Optional.empty() : Optional.ofNullable(usage).map(Supplier::get);
    }

    /** An account had the request, and nobody receives what it did. */
    void usedUnknown() {
        usage = () -> TokenUsage.UNKNOWN;
    }

    /** Marks an answer with what every answer carries. */
    void mark(Fields fields) {
        fields.add(HeaderFields.REQUEST_ID, requestId);
        fields.add(HeaderFields.ATTEMPTS, attempts);
        if (explanation != null) {
            explanation.mark(fields, account);
        }
    }

    AccessRecord record() {
        return new AccessRecord(
                requestId,
                route,
                probe,
                status,
                Optional.ofNullable(reason),
                caller,
                profile,
                deployment,
                account,
                attempts,
                stream,
                requestBytes,
                responseBytes,
                usage(),
                firstByteAt == 0 ? -1 : TimeUnit.NANOSECONDS.toMillis(firstByteAt - startedAt),
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedAt),
                Optional.ofNullable(findings));
    }

    static String newId() {
        var random = ThreadLocalRandom.current();
        var id = new byte[2 * DIGITS];
        hexadecimal(random.nextLong(), id, 0);
        hexadecimal(random.nextLong(), id, DIGITS);
        return new String(id, StandardCharsets.ISO_8859_1);
    }

    private static void hexadecimal(long number, byte[] to, int at) {
        for (var digit = 0; digit < DIGITS; digit++) {
            to[at + digit] = HEXADECIMAL[(int) (number >>> 4 * digit) & 0xf];
        }
    }
}
