package proxy.screen;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code injections.json}: how texts look that try to talk a model out of its instructions. A phrase is
 * written like a word of a list; in it, {@code {a|b|}} stands for each of its parts.
 */
final class Injections {

    private final List<String> names = new ArrayList<>();
    private final List<Phrase> phrases = new ArrayList<>();

    /** @param example a text in which it is found */
    record Pattern(String name, List<String> phrases, String example) {}

    Injections() {
        for (var pattern : table()) {
            for (var phrase : pattern.phrases()) {
                for (var text : spelledOut(phrase)) {
                    phrases.add(WordList.phrase(text));
                    names.add(pattern.name());
                }
            }
        }
    }

    static List<Pattern> table() {
        try (var file = Injections.class.getResourceAsStream("/injections.json")) {
            return List.of(new JsonMapper().readValue(file, Pattern[].class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every text that a phrase stands for. */
    static List<String> spelledOut(String phrase) {
        var open = phrase.indexOf('{');
        if (open < 0) {
            return List.of(phrase);
        }
        var close = phrase.indexOf('}', open);
        var texts = new ArrayList<String>();
        var rests = spelledOut(phrase.substring(close + 1));
        for (var part : phrase.substring(open + 1, close).split("\\|", -1)) {
            rests.forEach(rest -> texts.add(phrase.substring(0, open) + part + rest));
        }
        return texts;
    }

    Vocabulary vocabulary(Folds folds) {
        return new Vocabulary(phrases, folds);
    }

    /** The name of the pattern to which the phrase with this index belongs. */
    String name(int index) {
        return names.get(index);
    }
}
