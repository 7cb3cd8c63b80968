package infra.settings;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Parses what the proxy looks through prompts and answers for, and the list of words that it is given. */
final class ScreeningParser {

    private static final List<String> RULES = List.of("words", "answers", "injection", "personalData");
    private static final Set<String> ACTIONS = Set.of("off", "log", "block");
    private static final String OFF = "off";

    private static final int MOST = 10_000;
    private static final int LONGEST = 128;

    /** The proxy gets its configuration in one variable of its environment, of which Linux takes 128 KiB. */
    private static final int MAX_BYTES = 64 * 1024;

    private final Section section;
    private final Function<String, Optional<String>> files;

    /** @param files content of a file by its path from the folder of the stack files */
    ScreeningParser(Section root, Function<String, Optional<String>> files) {
        this.section = root.section("screening");
        this.files = files;
    }

    Screening screening() {
        var screening = new Screening(words(), rules(section.section("rules")));
        needsWords(section.section("rules"), screening.rules(), screening);
        section.close();
        return screening;
    }

    /** Those that the section names. */
    static Map<String, String> rules(Section section) {
        var rules = new HashMap<String, String>();
        for (var rule : RULES) {
            if (section.has(rule)) rules.put(rule, action(section, rule));
        }
        section.close();
        return Screening.sorted(rules);
    }

    private static String action(Section section, String rule) {
        var hint = rule.equals("personalData");
        var expected = hint ? "off or log: what looks like personal data often is not" : "off, log or block";
        // YAML 1.1 reads off as false.
        var word = section.text(
                rule,
                OFF,
                text -> text.equals("false") || ACTIONS.contains(text) && !(hint && text.equals("block")),
                expected);
        return word.equals("false") ? OFF : word;
    }

    /** A rule about a list that is not there would let pass what its author thinks is stopped. */
    static void needsWords(Section section, Map<String, String> rules, Screening screening) {
        for (var rule : List.of("words", "answers")) {
            var word = rules.getOrDefault(rule, OFF);
            if (!word.equals(OFF) && screening.words().stream().allMatch(String::isEmpty)) {
                section.fault(rule, word, "off while sluice:screening.words names no file with a word");
            }
        }
    }

    private List<String> words() {
        var file = section.optional("words", ContentFilterParser.FILE, ContentFilterParser.FILES);
        if (file.filter(path -> !path.isEmpty()).isEmpty()) return List.of();
        var text = files.apply(file.orElseThrow());
        if (text.isEmpty()) {
            section.fault("words", file.orElseThrow(), ContentFilterParser.FILES + ", in UTF-8");
            return List.of();
        }
        var lines = text.orElseThrow().lines().map(ScreeningParser::word).toList();
        check(file.orElseThrow(), lines);
        return lines;
    }

    private static String word(String line) {
        var word = line.strip();
        return word.startsWith("#") ? "" : word;
    }

    private void check(String file, List<String> lines) {
        for (var index = 0; index < lines.size(); index++) {
            var word = lines.get(index);
            if (!word.isEmpty() && (!counts(word) || word.length() > LONGEST)) {
                var rule = " (expected: a word of at most " + LONGEST + " characters; signs count only after =)";
                section.fault("words", file + ":" + (index + 1) + ": " + word + rule);
            }
        }
        var bytes = String.join("\n", lines).getBytes(StandardCharsets.UTF_8).length;
        if (lines.size() > MOST || bytes > MAX_BYTES) {
            section.fault(
                    "words",
                    file + ": " + lines.size() + " lines, " + bytes + " bytes",
                    "at most " + MOST + " lines and " + MAX_BYTES + " bytes without comments");
        }
    }

    private static boolean counts(String word) {
        var exact = word.startsWith("=") && word.replaceAll("[=*]", "").length() > 0;
        return exact
                || word.codePoints()
                        .anyMatch(each -> Character.isLetterOrDigit(each)
                                || Character.getType(each) == Character.OTHER_SYMBOL
                                || Character.getType(each) == Character.CURRENCY_SYMBOL);
    }
}
