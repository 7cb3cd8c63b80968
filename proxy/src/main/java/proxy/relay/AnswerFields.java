package proxy.relay;

import io.netty.handler.codec.http.HttpResponse;
import io.netty.util.AsciiString;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import proxy.io.Fields;

/** Fields of an account's answer that the client may see. Everything else is dropped: whatever names an account. */
final class AnswerFields {

    private static final List<AsciiString> PASSING = Stream.of(
                    "content-type", "content-encoding", "retry-after", "retry-after-ms", "apim-request-id")
            .map(AsciiString::cached)
            .toList();
    private static final String RATE_LIMITS = "x-ratelimit-";

    private AnswerFields() {}

    static Fields of(HttpResponse head) {
        var fields = new Fields();
        for (var all = head.headers().iteratorCharSequence(); all.hasNext(); ) {
            var field = all.next();
            var name = field.getKey();
            if (passes(name)) {
                fields.add(
                        name.toString().toLowerCase(Locale.ROOT),
                        field.getValue().toString());
            }
        }
        return fields;
    }

    private static boolean passes(CharSequence name) {
        for (var known : PASSING) {
            if (known.contentEqualsIgnoreCase(name)) {
                return true;
            }
        }
        return AsciiString.regionMatches(name, true, 0, RATE_LIMITS, 0, RATE_LIMITS.length());
    }
}
