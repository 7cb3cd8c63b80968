package proxy.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpResponse;
import java.util.Optional;
import java.util.function.Supplier;
import proxy.affinity.IdMarker;
import proxy.api.Operation;
import proxy.observe.Findings;
import proxy.stream.AnswerText;
import proxy.stream.Dialect;
import proxy.stream.EventReader;

/** Makes the relay that fits a good answer of an account: one that looks at what it passes on, when somebody wants to know. */
final class Relays {

    private Relays() {}

    /** For an answer to what any account could have answered. */
    static Relay of(
            ChannelHandlerContext ctx,
            Services services,
            Backstop backstop,
            Call call,
            Reply reply,
            Progress progress,
            HttpResponse head,
            String account) {
        Supplier<Relay> relay = () -> plain(ctx, services, backstop, call, reply, head, account);
        var dialect = read(call.route().operation());
        return dialect.isEmpty()
                ? relay.get()
                : screened(relay, ctx, services, backstop, progress, head, dialect.get(), false, call.promptTokens());
    }

    /** For what an account says of a response that it keeps, whoever was let to have it when it was made. */
    static Relay ofStored(
            ChannelHandlerContext ctx,
            Services services,
            Backstop backstop,
            String application,
            Reply reply,
            Progress progress,
            HttpResponse head,
            String account) {
        Supplier<Relay> relay = () -> {
            var marker = marker(services, application, account, head);
            return plain(ctx, services, backstop, reply, head, marker, Optional.of(Dialect.RESPONSES), 0, false);
        };
        return screened(relay, ctx, services, backstop, progress, head, Dialect.RESPONSES, true, 0);
    }

    /** How that speaks which people read; empty for images, sound and numbers. */
    private static Optional<Dialect> read(Operation operation) {
        return switch (operation) {
            case AUDIO_TRANSCRIPTIONS, AUDIO_TRANSLATIONS -> Optional.of(Dialect.MEDIA);
            case IMAGES_GENERATIONS, IMAGES_EDITS, AUDIO_SPEECH, EMBEDDINGS -> Optional.empty();
            case CHAT_COMPLETIONS, COMPLETIONS, RESPONSES -> operation.dialect();
        };
    }

    private static Relay screened(
            Supplier<Relay> relay,
            ChannelHandlerContext ctx,
            Services services,
            Backstop backstop,
            Progress progress,
            HttpResponse head,
            Dialect dialect,
            boolean stored,
            long promptTokens) {
        var rules = services.screens().rules(progress.profile);
        var refusal = head.status().code() == 403 || head.status().code() == 404;
        if (rules.answersOff() || refusal) {
            return relay.get();
        }
        progress.findings = progress.findings == null ? new Findings() : progress.findings;
        var good = head.status().code() < 300;
        var plain = dialect == Dialect.MEDIA && !Answers.isJson(head);
        var check = new AnswerCheck(
                rules, services.screens().prompts(), new AnswerText(dialect, stored), good, plain, progress.findings);
        return Answers.isStream(head)
                ? new ScreenedEvents(
                        ctx, backstop, relay.get(), check, new EventReader(dialect), promptTokens, services)
                : new ScreenedBody(ctx, backstop, relay, head, check, services.memory());
    }

    private static Relay plain(
            ChannelHandlerContext ctx,
            Services services,
            Backstop backstop,
            Call call,
            Reply reply,
            HttpResponse head,
            String account) {
        var operation = call.route().operation();
        var marker = operation == Operation.RESPONSES
                ? marker(services, call.asker().name(), account, head)
                : Optional.<IdMarker>empty();
        return plain(
                ctx,
                services,
                backstop,
                reply,
                head,
                marker,
                operation.dialect(),
                call.promptTokens(),
                call.asksUsage());
    }

    /**
     * @param dialect of its streams, empty when it has none
     * @param hidesUsage whether the caller did not ask for the event that tells the usage
     */
    private static Relay plain(
            ChannelHandlerContext ctx,
            Services services,
            Backstop backstop,
            Reply reply,
            HttpResponse head,
            Optional<IdMarker> marker,
            Optional<Dialect> dialect,
            long promptTokens,
            boolean hidesUsage) {
        var relay = dialect.isPresent() && Answers.isStream(head)
                ? new EventRelay(
                        ctx,
                        backstop,
                        reply,
                        HeaderFields.toClient(head.headers()),
                        dialect.get(),
                        promptTokens,
                        hidesUsage,
                        services.streams(),
                        services.memory())
                : new BodyRelay(reply, head, marker.isEmpty());
        return marker.<Relay>map(it -> new MarkedRelay(relay, it)).orElse(relay);
    }

    private static Optional<IdMarker> marker(Services services, String application, String account, HttpResponse head) {
        return head.status().code() != 200
                ? Optional.empty()
                : services.responseIds()
                        .map(ids -> new IdMarker(Answers.isStream(head), id -> ids.mark(application, account, id)));
    }
}
