package proxy.relay;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.buffer.ByteBuf;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import proxy.observe.Findings;
import proxy.observe.Findings.Rule;
import proxy.screen.Action;
import proxy.screen.PromptScreen;
import proxy.screen.Rules;
import proxy.screen.TextScan;
import proxy.stream.AnswerText;

/** What is looked for in the answer of one request, and what was found so far. Lives on one event loop, unless it is said otherwise. */
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
    /** Whether what comes is an answer of the model, rather than an error. */
    private final boolean good;
    /** Whether a document is text as it stands, such as subtitles. */
    private final boolean plain;

    private final Findings findings;
    /** What the texts hold, until it is noted: they may be looked through beside the loop. */
    private final Findings seen = new Findings();

    private final Map<String, TextScan> scans = new HashMap<>();
    private final Map<String, TextScan> last = new HashMap<>();

    /** Why an answer, or the rest of it, was not looked at. */
    enum Unread {
        /** It is not what the API describes. */
        JSON,
        /** The replica had no memory left to keep it. */
        MEMORY;

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    AnswerCheck(Rules rules, PromptScreen screen, AnswerText text, boolean good, boolean plain, Findings findings) {
        this.rules = rules;
        this.screen = screen;
        this.text = text;
        this.good = good;
        this.plain = plain;
        this.findings = findings;
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

    /** Takes note that nobody looked at the answer, or at the rest of it. */
    void unread(Unread why) {
        if (good) {
            findings.add(Rule.ANSWER_UNREAD, why.word());
        }
    }

    /** What is in an answer that is one document. On any thread. */
    Findings document(ByteBuf bytes) {
        var found = new Findings();
        var of = new AnswerCheck(rules, screen, text, good, plain, found);
        var json = plain ? AnswerText.ofPlain(bytes) : AnswerText.ofDocument(bytes);
        of.shield(json);
        if (readsText()) {
            if (json.isMissingNode()) {
                of.unread(Unread.JSON);
            }
            of.look(json);
            of.end();
            of.note();
        }
        return found;
    }

    /** Adds what was found in a document. */
    void take(Findings found) {
        findings.add(found);
    }

    /**
     * Looks at the texts that a piece of the answer adds to, if they are looked at: on any thread, one piece after the other.
     *
     * @return where they are now
     */
    Map<TextScan, TextScan.Mark> look(JsonNode json) {
        if (!readsText()) {
            return Map.of();
        }
        var marks = new HashMap<TextScan, TextScan.Mark>();
        text.pieces(json, new AnswerText.Texts() {
            @Override
            public void piece(String answer, String of, String piece) {
                var scan = scans.computeIfAbsent(of, absent -> screen.answer(seen));
                var before = last.put(answer, scan);
                if (before != null && before != scan) {
                    before.pause();
                }
                scan.feed(piece);
                marks.put(scan, scan.mark());
            }

            @Override
            public void over(String answer) {
                var before = last.remove(answer);
                if (before != null) {
                    before.pause();
                }
            }
        });
        return marks;
    }

    /** Takes note of what was found in what was looked at. */
    void note() {
        seen.moveTo(findings);
    }

    /** All texts end here. */
    void end() {
        scans.values().forEach(TextScan::end);
    }

    /** Whether the answer is refused. What nobody could look at is, where a word would be. */
    boolean refused() {
        if (!blocks()) {
            return false;
        }
        for (var rule : new Rule[] {Rule.ANSWER_WORDS, Rule.ANSWER_UNREAD}) {
            if (findings.found(rule)) {
                findings.block(rule);
                return true;
            }
        }
        return false;
    }
}
