package infra.settings;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads the list of words that the proxy looks for, by the proxy's own rules. Of a faulty line its number is told, never its text. */
final class WordsParser {

    private static final int MOST = 10_000;
    private static final int LONGEST = 128;

    /** The proxy gets the list in one variable of its environment, of which Linux takes 128 KiB. */
    private static final int MAX_BYTES = 64 * 1024;

    /** Letters and a pictograph that nobody sees. */
    private static final String INVISIBLE = "\u115f\u1160\u2800\u3164\uffa0";

    private static final String RULE = " (expected: 1 to " + LONGEST
            + ", a letter, digit, pictograph or currency among them; signs count only after =)";

    private WordsParser() {}

    /** @param files content of a file by its path from the folder of the stack files */
    static Words words(Section section, Function<String, Optional<String>> files) {
        var file = section.optional("words", ContentFilterParser.FILE, ContentFilterParser.FILES)
                .orElse("");
        if (file.isEmpty()) return Words.NONE;
        var text = files.apply(file);
        if (text.isEmpty()) {
            section.fault("words", file, ContentFilterParser.FILES + ", in UTF-8");
            return Words.NONE;
        }
        var words = new Words(text.orElseThrow()
                .replaceFirst("^\ufeff", "")
                .lines()
                .map(WordsParser::word)
                .toList());
        check(section, file, words);
        return words;
    }

    private static String word(String line) {
        var word = line.strip();
        return word.startsWith("#") ? "" : word;
    }

    private static void check(Section section, String file, Words words) {
        var lines = words.lines();
        for (var index = 0; index < lines.size(); index++) {
            var word = lines.get(index);
            var place = file + ":" + (index + 1) + ": ";
            if (word.length() > LONGEST) {
                section.fault("words", place + word.length() + " characters" + RULE);
            } else if (!word.isEmpty() && !counts(word)) {
                section.fault("words", place + "no character that counts" + RULE);
            }
        }
        if (words.count() > MOST || words.bytes() > MAX_BYTES) {
            section.fault(
                    "words",
                    file + ": " + words.count() + " words, " + words.bytes() + " bytes",
                    "at most " + MOST + " words and " + MAX_BYTES + " bytes without comments");
        }
    }

    static boolean counts(String line) {
        var exact = line.startsWith("=");
        var word = exact ? line.substring(1) : line;
        if (word.length() > 1) {
            word = word.substring(word.startsWith("*") ? 1 : 0);
            word = word.endsWith("*") && !word.isEmpty() ? word.substring(0, word.length() - 1) : word;
        }
        return exact ? !word.isEmpty() : word.codePoints().anyMatch(WordsParser::counts);
    }

    private static boolean counts(int codePoint) {
        if (INVISIBLE.indexOf(codePoint) >= 0) return false;
        if (Character.isLetterOrDigit(codePoint)) return true;
        var type = Character.getType(codePoint);
        return List.of(
                        Character.LETTER_NUMBER,
                        Character.OTHER_NUMBER,
                        Character.OTHER_SYMBOL,
                        Character.CURRENCY_SYMBOL,
                        Character.COMBINING_SPACING_MARK)
                .contains((byte) type);
    }
}
