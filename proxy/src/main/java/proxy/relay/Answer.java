package proxy.relay;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import java.util.Optional;
import proxy.affinity.IdMarker;
import proxy.stream.AnswerText;
import proxy.stream.Dialect;
import proxy.stream.EventReader;

/**
 * A good answer of an account, of which the head has come.
 *
 * @param dialect of its events, empty when what was asked for never comes in events
 * @param promptTokens estimate, for a stream that does not tell its usage
 * @param hidesUsage whether the client did not ask for the event that tells the usage
 * @param marker of its ids, empty when they stay as they are
 */
public record Answer(
        HttpResponse head,
        Optional<Dialect> dialect,
        long promptTokens,
        boolean hidesUsage,
        Optional<IdMarker> marker) {

    private static final String EVENT_STREAM = "text/event-stream";
    private static final String JSON = "application/json";

    /** Whether a good answer comes in events. */
    public static boolean isStream(HttpResponse head) {
        return head.status().code() == 200 && isOf(head, EVENT_STREAM);
    }

    /** Whether an answer says that it is JSON. */
    static boolean isJson(HttpResponse head) {
        return isOf(head, JSON);
    }

    private static boolean isOf(HttpResponse head, String mediaType) {
        var type = head.headers().get(HttpHeaderNames.CONTENT_TYPE, "");
        return type.regionMatches(true, 0, mediaType, 0, mediaType.length());
    }

    /** What passes it on. */
    public Relay relay(RelayContext to) {
        var relay = dialect.isPresent() && isStream(head)
                ? new EventRelay(to, AnswerFields.of(head), dialect.get(), promptTokens, hidesUsage)
                : new BodyRelay(to.reply(), head, marker.isEmpty());
        return marker.<Relay>map(it -> new MarkedRelay(relay, it)).orElse(relay);
    }

    /** What looks at it and passes it on. */
    public Relay screened(RelayContext to, Look look) {
        var good = head.status().code() < 300;
        var plain = look.dialect() == Dialect.MEDIA && !isJson(head);
        var text = new AnswerText(look.dialect(), look.stored());
        var check = new AnswerCheck(look.rules(), look.screen(), text, good, plain, look.findings());
        return isStream(head)
                ? new ScreenedEvents(to, relay(to), check, new EventReader(look.dialect()), promptTokens)
                : new ScreenedBody(to, () -> relay(to), head, check);
    }
}
