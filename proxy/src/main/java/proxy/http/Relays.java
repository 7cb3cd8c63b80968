package proxy.http;

import io.netty.handler.codec.http.HttpResponse;
import java.util.Optional;
import java.util.function.Supplier;
import proxy.affinity.IdMarker;
import proxy.api.Operation;
import proxy.observe.Findings;
import proxy.stream.AnswerText;
import proxy.stream.Dialect;
import proxy.stream.EventReader;

/**
 * Makes the relay that fits a good answer of an account: one that looks at what it passes on, when somebody wants to know.
 *
 * @param head of the answer
 * @param account that answers
 */
record Relays(RequestContext request, HttpResponse head, String account) {

    /** For an answer to what any account could have answered. */
    Relay of(Call call) {
        var dialect = read(call.route().operation());
        return dialect.isEmpty() ? plain(call) : screened(() -> plain(call), dialect.get(), false, call.promptTokens());
    }

    /** For what an account says of a response that it keeps, whoever was let to have it when it was made. */
    Relay ofStored(String application) {
        return screened(
                () -> plain(marker(application), Optional.of(Dialect.RESPONSES), 0, false), Dialect.RESPONSES, true, 0);
    }

    /** How that speaks which people read; empty for images, sound and numbers. */
    private static Optional<Dialect> read(Operation operation) {
        return switch (operation) {
            case AUDIO_TRANSCRIPTIONS, AUDIO_TRANSLATIONS -> Optional.of(Dialect.MEDIA);
            case IMAGES_GENERATIONS, IMAGES_EDITS, AUDIO_SPEECH, EMBEDDINGS -> Optional.empty();
            case CHAT_COMPLETIONS, COMPLETIONS, RESPONSES -> operation.dialect();
        };
    }

    private Relay screened(Supplier<Relay> relay, Dialect dialect, boolean stored, long promptTokens) {
        var progress = request.progress();
        var screens = request.services().screens();
        var rules = screens.rules(progress.profile);
        var refusal = head.status().code() == 403 || head.status().code() == 404;
        if (rules.answersOff() || refusal) {
            return relay.get();
        }
        progress.findings = progress.findings == null ? new Findings() : progress.findings;
        var good = head.status().code() < 300;
        var plain = dialect == Dialect.MEDIA && !Answers.isJson(head);
        var check = new AnswerCheck(
                rules, screens.prompts(), new AnswerText(dialect, stored), good, plain, progress.findings);
        return Answers.isStream(head)
                ? new ScreenedEvents(request, relay.get(), check, new EventReader(dialect), promptTokens)
                : new ScreenedBody(request, relay, head, check);
    }

    private Relay plain(Call call) {
        var operation = call.route().operation();
        var marker = operation == Operation.RESPONSES ? marker(call.asker().name()) : Optional.<IdMarker>empty();
        return plain(marker, operation.dialect(), call.promptTokens(), call.asksUsage());
    }

    /**
     * @param dialect of its streams, empty when it has none
     * @param hidesUsage whether the caller did not ask for the event that tells the usage
     */
    private Relay plain(Optional<IdMarker> marker, Optional<Dialect> dialect, long promptTokens, boolean hidesUsage) {
        var relay = dialect.isPresent() && Answers.isStream(head)
                ? new EventRelay(
                        request, HeaderFields.toClient(head.headers()), dialect.get(), promptTokens, hidesUsage)
                : new BodyRelay(request.reply(), head, marker.isEmpty());
        return marker.<Relay>map(it -> new MarkedRelay(relay, it)).orElse(relay);
    }

    /** @param application that may ask for what is stored */
    private Optional<IdMarker> marker(String application) {
        return head.status().code() != 200
                ? Optional.empty()
                : request.services()
                        .responseIds()
                        .map(ids -> new IdMarker(Answers.isStream(head), id -> ids.mark(application, account, id)));
    }
}
