package proxy.screen;

import java.util.ArrayList;
import java.util.List;

/**
 * Words that are not to be said: one a line; empty lines and those that begin with {@code #} say nothing. A word is found however it is
 * spelt, or with {@code =} before it as it is written; {@code *} at its beginning or end lets it stand within a longer word.
 * Its text never leaves: it may itself be a secret.
 */
public final class WordList {

    public static final WordList EMPTY = new WordList(List.of(), List.of());

    static final int MOST = 10_000;
    static final int LONGEST = 128;

    private final List<Phrase> phrases;
    private final List<Integer> lines;

    private WordList(List<Phrase> phrases, List<Integer> lines) {
        this.phrases = List.copyOf(phrases);
        this.lines = List.copyOf(lines);
    }

    /**
     * Reads the lines of a list.
     *
     * @param faults takes one line for each fault, with the number of the line and not its text
     */
    public static WordList parse(List<String> text, List<String> faults) {
        var phrases = new ArrayList<Phrase>();
        var lines = new ArrayList<Integer>();
        for (var index = 0; index < text.size(); index++) {
            var word = text.get(index).strip();
            if (word.isEmpty() || word.startsWith("#")) {
                continue;
            }
            var phrase = phrase(word);
            if (word.length() > LONGEST || phrase.length() == 0) {
                var seen = word.length() > LONGEST ? word.length() + " characters" : "no character that counts";
                faults.add("line " + (index + 1) + ": " + seen + " (expected: 1 to " + LONGEST
                        + ", a letter, digit, pictograph or currency among them; signs count only after =)");
            } else {
                phrases.add(phrase);
                lines.add(index + 1);
            }
        }
        if (phrases.size() > MOST) {
            faults.add(phrases.size() + " words (expected: at most " + MOST + ")");
        }
        return new WordList(phrases, lines);
    }

    /** What one line says. */
    static Phrase phrase(String line) {
        var exact = line.startsWith("=");
        var rest = exact ? line.substring(1) : line;
        var openLeft = rest.length() > 1 && rest.startsWith("*");
        var openRight = rest.length() > 1 && rest.endsWith("*");
        var word = rest.substring(openLeft ? 1 : 0, rest.length() - (openRight ? 1 : 0));
        return exact ? Phrase.exact(word, openLeft, openRight) : Phrase.folded(word, openLeft, openRight);
    }

    public int size() {
        return phrases.size();
    }

    /** The number of the line that the word with this index of the vocabulary has. */
    public int line(int index) {
        return lines.get(index);
    }

    public Vocabulary vocabulary() {
        return vocabulary(new Folds());
    }

    Vocabulary vocabulary(Folds folds) {
        return new Vocabulary(phrases, folds);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WordList list && phrases.equals(list.phrases) && lines.equals(list.lines);
    }

    @Override
    public int hashCode() {
        return phrases.hashCode();
    }

    @Override
    public String toString() {
        return size() + " words";
    }
}
