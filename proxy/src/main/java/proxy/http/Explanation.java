package proxy.http;

import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import proxy.balance.Backend;
import proxy.io.Fields;

/**
 * What was decided for a request of a caller whose profile says {@code debug}, in fields of its answer. There is none for anyone else:
 * the names of accounts and pools are the operator's. Lives on one event loop.
 */
final class Explanation {

    private static final Pattern NOT_IN_A_FIELD = Pattern.compile("[^ -~]");

    private final String profile;
    private final StringJoiner tried = new StringJoiner(", ");
    private Backend last;
    private long waitsSince;
    private long waitedNanos;

    Explanation(String profile) {
        this.profile = profile;
    }

    /** It waits for quota, until it is sent or answered. */
    void waits() {
        if (waitsSince == 0) {
            waitsSince = System.nanoTime();
        }
    }

    void sends(Backend backend) {
        last = backend;
        waitedNanos = waited();
        waitsSince = 0;
    }

    /** The sending there came to nothing. @param to a word for what became of it */
    void came(Backend backend, String to) {
        tried.add(backend.account() + " (" + backend.pool() + ") " + to);
    }

    private long waited() {
        return waitsSince == 0 ? waitedNanos : waitedNanos + System.nanoTime() - waitsSince;
    }

    /** @param account that is asked, empty when none is */
    void mark(Fields fields, String account) {
        add(fields, HeaderFields.PROFILE, profile);
        add(fields, HeaderFields.ACCOUNT, account);
        add(fields, HeaderFields.POOL, last == null ? "" : last.pool());
        add(fields, HeaderFields.TRIED, tried.toString());
        var waited = waited();
        if (waited > 0) {
            fields.add(HeaderFields.WAITED, TimeUnit.NANOSECONDS.toMillis(waited));
        }
    }

    /** Names are the operator's, in any characters. */
    private static void add(Fields fields, String name, String value) {
        if (!value.isEmpty()) {
            fields.add(name, NOT_IN_A_FIELD.matcher(value).replaceAll("?"));
        }
    }
}
