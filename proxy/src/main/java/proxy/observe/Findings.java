package proxy.observe;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What screening found in one request and its answer: rules, words of the proxy and counts, nothing of the text. Used by one thread at a
 * time.
 */
public final class Findings {

    /** What is told apart; details of each are said where they are found. */
    public enum Rule {
        WORDS,
        INJECTION,
        PERSONAL_DATA,
        TOPICS,
        /** Nobody could tell what the prompt is about. */
        TOPICS_UNKNOWN,
        ANSWER_WORDS,
        /** Nobody could look at the answer, or at the rest of it. */
        ANSWER_UNREAD,
        /** What the service itself says of the prompt. */
        SHIELD;

        /** The word of the access line, the metric and the refusal. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final int MAX_DETAILS = 10;

    private final Map<Rule, Map<String, Integer>> counts = new EnumMap<>(Rule.class);
    private Rule blockedBy;

    /** Counts one more; of many details the first ones are told apart. */
    public void add(Rule rule, String detail) {
        add(rule, detail, 1);
    }

    public void add(Rule rule, String detail, int count) {
        var details = counts.computeIfAbsent(rule, absent -> new TreeMap<>());
        var known = details.containsKey(detail) || details.size() < MAX_DETAILS;
        details.merge(known ? detail : "other", count, Integer::sum);
    }

    /** Adds what was found elsewhere, not what it was refused for. */
    public void add(Findings more) {
        more.counts.forEach((rule, details) -> details.forEach((detail, count) -> add(rule, detail, count)));
    }

    /** Gives all that was found to another, and begins anew. */
    public void moveTo(Findings other) {
        if (!counts.isEmpty()) {
            other.add(this);
            counts.clear();
        }
    }

    /** It was refused for this; the first reason stays. */
    public void block(Rule rule) {
        blockedBy = blockedBy == null ? rule : blockedBy;
    }

    public Optional<Rule> blockedBy() {
        return Optional.ofNullable(blockedBy);
    }

    public boolean found(Rule rule) {
        return counts.containsKey(rule);
    }

    /** How often each detail was found, by rule. */
    public Map<Rule, Map<String, Integer>> counts() {
        return counts;
    }
}
