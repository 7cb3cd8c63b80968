package proxy.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import proxy.observe.Findings;
import proxy.observe.Findings.Rule;
import proxy.screen.Action;
import proxy.screen.PromptScreen;
import proxy.screen.Rules;
import proxy.screen.TextScan;
import proxy.stream.AnswerText;
import proxy.stream.Dialect;

/** What is looked for in the answer of one request, and what was found so far. Lives on one event loop. */
final class AnswerCheck {

    /** Words of the proxy, so that no account can bring others into the access line. */
    private static final Set<String> CATEGORIES = Set.of(
            "hate",
            "sexual",
            "violence",
            "self_harm",
            "jailbreak",
            "indirect_attack",
            "profanity",
            "custom_blocklists");

    private final Rules rules;
    private final PromptScreen screen;
    private final AnswerText text;
    private final Findings findings;
    private final Map<String, TextScan> scans = new HashMap<>();

    private AnswerCheck(Rules rules, PromptScreen screen, Dialect dialect, Findings findings) {
        this.rules = rules;
        this.screen = screen;
        this.text = new AnswerText(dialect);
        this.findings = findings;
    }

    /** A relay that looks at what it passes on, when somebody wants to know; else the relay itself. */
    static Relay relay(
            ChannelHandlerContext ctx,
            Services services,
            Call call,
            Reply reply,
            Progress progress,
            HttpResponse head,
            String account) {
        Supplier<Relay> relay = () -> Relay.of(ctx, services, call, reply, head, account);
        var rules = services.screens().rules(progress.profile);
        var dialect = call.route().operation().dialect().filter(it -> it != Dialect.MEDIA);
        var refusal = head.status().code() == 403 || head.status().code() == 404;
        if (rules.answersOff() || dialect.isEmpty() || refusal) {
            return relay.get();
        }
        progress.findings = progress.findings == null ? new Findings() : progress.findings;
        var check = new AnswerCheck(rules, services.screens().prompts(), dialect.get(), progress.findings);
        return Answers.isStream(head)
                ? new ScreenedEvents(ctx, relay.get(), check, call, services)
                : new ScreenedBody(ctx, relay, check, services.memory());
    }

    /** Whether an answer with a word of the list is refused, so that nothing may pass before it is looked at. */
    boolean blocks() {
        return rules.answers() == Action.BLOCK;
    }

    /** Whether the text of the answer is looked at. */
    boolean readsText() {
        return rules.answers() != Action.OFF;
    }

    /** Takes note of what the service says of the prompt. @return whether it says anything */
    boolean shield(JsonNode json) {
        if (rules.injection() != Action.OFF) {
            AnswerText.shield(json, name -> findings.add(Rule.SHIELD, CATEGORIES.contains(name) ? name : "other"));
        }
        return AnswerText.judgesPrompt(json);
    }

    /** Looks at the texts that a piece of the answer adds to. @return where they are now */
    Map<TextScan, TextScan.Mark> look(JsonNode json) {
        var marks = new HashMap<TextScan, TextScan.Mark>();
        text.pieces(json, (of, piece) -> {
            var scan = scans.computeIfAbsent(of, absent -> screen.answer(findings));
            scan.feed(piece);
            marks.put(scan, scan.mark());
        });
        return marks;
    }

    /** All texts end here. */
    void end() {
        scans.values().forEach(TextScan::end);
    }

    /** Whether the answer is refused. */
    boolean refused() {
        if (blocks() && findings.found(Rule.ANSWER_WORDS)) {
            findings.block(Rule.ANSWER_WORDS);
            return true;
        }
        return false;
    }
}
