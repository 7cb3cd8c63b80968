package infra.settings;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What is kept out of prompts and answers, beyond or instead of Microsoft's default filter.
 *
 * @param asynchronous whether an answer streams while it is still being examined; what is found then ends it late
 * @param prompt level of every category in prompts
 * @param completion level of every category in answers
 * @param words kept out of both
 */
public record FilterProfile(
        String name,
        boolean asynchronous,
        Map<Category, Level> prompt,
        Map<Category, Level> completion,
        Map<Shield, Action> shields,
        List<Word> words) {

    /** The filter of a deployment that names none. */
    public static final String DEFAULT = "Microsoft.DefaultV2";

    public FilterProfile {
        prompt = Map.copyOf(prompt);
        completion = Map.copyOf(completion);
        shields = Map.copyOf(shields);
        words = List.copyOf(words);
    }

    /** Harmful content that comes in severities. */
    public enum Category {
        HATE("hate"),
        SEXUAL("sexual"),
        VIOLENCE("violence"),
        SELF_HARM("selfHarm");

        private final String key;

        Category(String key) {
            this.key = key;
        }

        /** As settings write it. */
        public String key() {
            return key;
        }
    }

    /** From which severity on content is blocked; {@code ANNOTATE} blocks nothing and needs Microsoft's approval. */
    public enum Level {
        LOW,
        MEDIUM,
        HIGH,
        ANNOTATE;

        static Optional<Level> of(String word) {
            return Arrays.stream(values())
                    .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(word))
                    .findFirst();
        }
    }

    /** What is either there or not: attacks in prompts, protected material in answers. */
    public enum Shield {
        JAILBREAK("jailbreak", Action.BLOCK),
        INDIRECT_ATTACK("indirectAttack", Action.ANNOTATE),
        PROTECTED_TEXT("protectedText", Action.BLOCK),
        PROTECTED_CODE("protectedCode", Action.ANNOTATE);

        private final String key;
        private final Action fallback;

        Shield(String key, Action fallback) {
            this.key = key;
            this.fallback = fallback;
        }

        /** As settings write it. */
        public String key() {
            return key;
        }

        Action fallback() {
            return fallback;
        }
    }

    /** What follows when a shield finds something. No word is one that YAML 1.1 reads as a boolean. */
    public enum Action {
        BLOCK,
        ANNOTATE,
        IGNORE;

        static Optional<Action> of(String word) {
            return Arrays.stream(values())
                    .filter(each -> each.word().equals(word))
                    .findFirst();
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A word, or a regular expression, that is blocked. */
    public record Word(String pattern, boolean regex) {}
}
