package proxy.http;

import io.netty.handler.codec.http.HttpResponse;
import java.util.Optional;
import proxy.affinity.IdMarker;
import proxy.api.Operation;
import proxy.observe.Findings;
import proxy.relay.Answer;
import proxy.relay.Look;
import proxy.relay.Relay;
import proxy.stream.Dialect;

/**
 * Chooses what passes a good answer of an account on: one that looks at it, when somebody wants to know.
 *
 * @param head of the answer
 * @param account that answers
 */
record Relays(RequestContext request, HttpResponse head, String account) {

    /** For an answer to what any account could have answered. */
    Relay of(Call call) {
        var operation = call.route().operation();
        var marker = operation == Operation.RESPONSES ? marker(call.asker().name()) : Optional.<IdMarker>empty();
        var answer = new Answer(head, operation.dialect(), call.promptTokens(), call.asksUsage(), marker);
        var dialect = read(operation);
        return dialect.isEmpty() ? answer.relay(request) : screened(answer, dialect.get(), false);
    }

    /** For what an account says of a response that it keeps, whoever was let to have it when it was made. */
    Relay ofStored(String application) {
        var answer = new Answer(head, Optional.of(Dialect.RESPONSES), 0, false, marker(application));
        return screened(answer, Dialect.RESPONSES, true);
    }

    /** How that speaks which people read; empty for images, sound and numbers. */
    private static Optional<Dialect> read(Operation operation) {
        return switch (operation) {
            case AUDIO_TRANSCRIPTIONS, AUDIO_TRANSLATIONS -> Optional.of(Dialect.MEDIA);
            case IMAGES_GENERATIONS, IMAGES_EDITS, AUDIO_SPEECH, EMBEDDINGS -> Optional.empty();
            case CHAT_COMPLETIONS, COMPLETIONS, RESPONSES -> operation.dialect();
        };
    }

    private Relay screened(Answer answer, Dialect dialect, boolean stored) {
        var progress = request.progress();
        var screens = request.services().screens();
        var rules = screens.rules(progress.profile);
        var refusal = head.status().code() == 403 || head.status().code() == 404;
        if (rules.answersOff() || refusal) {
            return answer.relay(request);
        }
        progress.findings = progress.findings == null ? new Findings() : progress.findings;
        return answer.screened(request, new Look(rules, screens.prompts(), progress.findings, dialect, stored));
    }

    /** @param application that may ask for what is stored */
    private Optional<IdMarker> marker(String application) {
        return head.status().code() != 200
                ? Optional.empty()
                : request.services()
                        .responseIds()
                        .map(ids -> new IdMarker(Answer.isStream(head), id -> ids.mark(application, account, id)));
    }
}
