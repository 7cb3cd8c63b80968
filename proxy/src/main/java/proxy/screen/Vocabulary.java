package proxy.screen;

import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** Phrases that are looked for together, ready to be found. Immutable. */
public final class Vocabulary {

    private final Part exact;
    private final Part folded;
    private final Folds folds;

    /** Phrases of one kind; {@code indices} are those in the vocabulary. */
    private record Part(Automaton automaton, List<Phrase> phrases, int[] indices, int longest) {

        static Part of(List<Phrase> all, boolean exact) {
            var indices = IntStream.range(0, all.size())
                    .filter(index -> all.get(index).exact() == exact)
                    .toArray();
            var phrases = IntStream.of(indices).mapToObj(all::get).toList();
            var longest = phrases.stream().mapToInt(Phrase::length).max().orElse(0);
            return new Part(new Automaton(phrases.stream().map(Phrase::units).toList()), phrases, indices, longest);
        }

        Scan scan(IntConsumer found) {
            return new Scan(automaton, phrases, longest, index -> found.accept(indices[index]));
        }
    }

    /** @param folds shared by all that look through the same texts */
    Vocabulary(List<Phrase> phrases, Folds folds) {
        this.folds = folds;
        this.exact = Part.of(phrases, true);
        this.folded = Part.of(phrases, false);
    }

    /**
     * Begins to look through one text.
     *
     * @param found hears the index of each phrase that is there, as often as it is
     */
    public TextScan scan(IntConsumer found) {
        return new TextScan(folds, exact.longest() == 0 ? null : exact.scan(found), folded.scan(found));
    }
}
