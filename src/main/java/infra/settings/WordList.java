package infra.settings;

import infra.settings.FilterProfile.Word;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A file of words: one a line, a regular expression between slashes; empty lines and those that begin with {@code #} say
 * nothing.
 */
final class WordList {

    /** Each word is a resource of each account, made one after another: more belong into regular expressions. */
    static final int MOST = 100;

    /** What Azure AI Content Safety takes as the length of one item; that the filters take as much is unverified. */
    private static final int LONGEST = 128;

    private final String file;
    private final List<String> faults;
    private final List<Word> words = new ArrayList<>();

    private WordList(String file, List<String> faults) {
        this.file = file;
        this.faults = faults;
    }

    /**
     * Reads the words of a file.
     *
     * @param faults takes one line for each fault, each with the file and its line
     */
    static List<Word> parse(String file, String text, List<String> faults) {
        var list = new WordList(file, faults);
        var seen = new HashSet<String>();
        var number = 0;
        for (var line : text.split("\\R", -1)) {
            number++;
            var word = line.strip();
            if (word.isEmpty() || word.startsWith("#")) continue;
            if (!seen.add(word.toLowerCase(Locale.ROOT))) list.fault(number, word, "each word once, in any case");
            else list.add(number, word);
        }
        if (seen.isEmpty()) faults.add(file + ": no word (expected: 1 to " + MOST + " words, one a line)");
        if (seen.size() > MOST)
            faults.add(file + ": " + seen.size() + " words (expected: at most " + MOST
                    + "; a regular expression between slashes holds many)");
        return list.words;
    }

    private void add(int number, String line) {
        var regex = line.length() > 2 && line.startsWith("/") && line.endsWith("/");
        var pattern = regex ? line.substring(1, line.length() - 1) : line;
        if (pattern.length() > LONGEST || pattern.codePoints().anyMatch(Character::isISOControl)) {
            fault(number, line, "at most " + LONGEST + " characters, none of them a control character");
        } else if (regex && !compiles(pattern)) {
            fault(number, line, "a regular expression between the slashes");
        } else {
            words.add(new Word(pattern, regex));
        }
    }

    private static boolean compiles(String pattern) {
        try {
            Pattern.compile(pattern);
            return true;
        } catch (PatternSyntaxException e) {
            return false;
        }
    }

    private void fault(int line, String seen, String expected) {
        faults.add(file + ":" + line + ": " + seen + " (expected: " + expected + ")");
    }
}
