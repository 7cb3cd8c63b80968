package proxy.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import proxy.screen.Action;
import proxy.screen.Rules;
import proxy.screen.Topic;
import proxy.screen.WordList;

/** Reads {@code screening}, and the rules of profiles. */
final class ScreeningParser {

    private static final int MOST_SENTENCES = 50;
    private static final int MOST_IN_ALL = 500;
    private static final int LONGEST_SENTENCE = 1_000;

    private ScreeningParser() {}

    /**
     * @param files content of a file by its name, empty when it cannot be read
     * @param given lines of the list of words, from the environment
     */
    static Screening screening(Section root, Function<String, Optional<String>> files, Optional<String> given) {
        try (var section = root.section("screening")) {
            var without = new Screening(words(section, files, given), topics(section), Rules.OFF);
            return new Screening(without.words(), without.topics(), rules(section.section("rules"), without));
        }
    }

    /** @param screening whose rules hold where the section says nothing */
    static Rules rules(Section section, Screening screening) {
        var otherwise = screening.rules();
        try (section) {
            var rules = new Rules(
                    action(section, "words", otherwise.words()),
                    action(section, "answers", otherwise.answers()),
                    action(section, "injection", otherwise.injection()),
                    action(section, "topics", otherwise.topics()),
                    hint(section, "personalData", otherwise.personalData()));
            if (screening.words().size() == 0) {
                needs(section, "words", rules.words(), "screening.words and wordFile have no word");
                needs(section, "answers", rules.answers(), "screening.words and wordFile have no word");
            }
            if (screening.topics().isEmpty()) {
                needs(section, "topics", rules.topics(), "screening.topics is absent");
            }
            return rules;
        }
    }

    /** A rule about a list that is not there would let pass what its author thinks is stopped. */
    private static void needs(Section section, String key, Action action, String missing) {
        if (action != Action.OFF) {
            section.fault(key, action.word(), "off while " + missing);
        }
    }

    private static Action action(Section section, String key, Action otherwise) {
        var word = section.text(key, otherwise.word());
        return Action.of(word).orElseGet(() -> {
            section.fault(key, word, "off, log or block");
            return otherwise;
        });
    }

    private static Action hint(Section section, String key, Action otherwise) {
        var action = action(section, key, otherwise);
        if (action == Action.BLOCK) {
            section.fault(key, action.word(), "off or log: what looks like personal data often is not");
        }
        return action;
    }

    private static Optional<Screening.Topics> topics(Section root) {
        if (!root.has("topics")) {
            return Optional.empty();
        }
        try (var section = root.section("topics")) {
            var list = section.sections("list", 1).stream()
                    .map(ScreeningParser::topic)
                    .toList();
            var sentences =
                    list.stream().mapToInt(topic -> topic.sentences().size()).sum();
            if (sentences > MOST_IN_ALL) {
                section.fault("list", sentences + " sentences", "at most " + MOST_IN_ALL + " in all");
            }
            return Optional.of(new Screening.Topics(
                    section.text("deployment"),
                    Duration.ofMillis(section.integer("timeoutMillis", 1, 60_000, 1_000)),
                    onFailure(section),
                    list));
        }
    }

    private static Optional<Boolean> onFailure(Section section) {
        var word = section.optionalText("onFailure");
        if (word.isPresent() && !word.get().matches("open|closed")) {
            section.fault("onFailure", word.get(), "open or closed");
        }
        return word.map("closed"::equals);
    }

    private static Topic topic(Section section) {
        try (section) {
            var name = section.text("name");
            if (!name.isEmpty() && !name.matches("[a-z0-9_-]{1,40}")) {
                section.fault("name", name, "1 to 40 lower-case letters, digits, '_' or '-'");
            }
            var sentences = section.texts("sentences").orElse(List.of());
            if (sentences.isEmpty() || sentences.size() > MOST_SENTENCES) {
                section.fault("sentences", sentences.size() + " sentences", "1.." + MOST_SENTENCES);
            }
            for (var index = 0; index < sentences.size(); index++) {
                var length = sentences.get(index).length();
                if (sentences.get(index).isBlank() || length > LONGEST_SENTENCE) {
                    section.fault(
                            "sentences[" + index + "]",
                            length + " characters",
                            "1.." + LONGEST_SENTENCE + ", not only spaces");
                }
            }
            return new Topic(name, sentences, section.required("similarityPercent", 1, 100));
        }
    }

    private static WordList words(Section section, Function<String, Optional<String>> files, Optional<String> given) {
        var lines = section.lines("words");
        var file = section.optionalText("wordFile");
        if (given.isPresent()) {
            if (lines.isPresent() || file.isPresent()) {
                section.fault(lines.isPresent() ? "words" : "wordFile", "present", "absent beside PROXY_WORDS");
            }
            return list(section, "words of PROXY_WORDS", lines(given.get()));
        }
        if (file.isEmpty()) {
            return list(section, "words", lines.orElse(List.of()));
        }
        if (lines.isPresent()) {
            section.fault("wordFile", file.get(), "absent beside words");
        }
        var text = files.apply(file.get());
        if (text.isEmpty()) {
            section.fault(
                    "wordFile", file.get(), "a readable UTF-8 file, its path from the folder of the configuration");
        }
        return list(section, "wordFile", lines(text.orElse("")));
    }

    /** Editors mark a file as UTF-8 by a character that nobody sees. */
    private static List<String> lines(String text) {
        return (text.startsWith("\ufeff") ? text.substring(1) : text).lines().toList();
    }

    private static WordList list(Section section, String key, List<String> lines) {
        var faults = new ArrayList<String>();
        var list = WordList.parse(lines, faults);
        faults.forEach(fault -> section.fault(key, fault));
        return list;
    }
}
