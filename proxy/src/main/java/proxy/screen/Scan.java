package proxy.screen;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Looks for phrases in units that come one after another. A phrase counts once it is known what stands after it. Letters of a phrase
 * that a space parts count as its own only where the phrase has a space too, or when every one of them stands alone: "pen is" is no
 * other word, "w o r d" is.
 */
final class Scan {

    private static final byte JOINED = 1;
    private static final byte SPACED = 2;

    private final Automaton automaton;
    private final List<Phrase> phrases;
    private final IntConsumer found;
    private final byte[] before;
    private final int mask;
    private long count;
    private int state = Automaton.START;
    private int[] pending = new int[4];
    private int waiting;
    private long settled;

    /**
     * @param phrases those of the automaton, by its indices
     * @param longest of them, in units
     * @param found hears the index of each phrase that is there
     */
    Scan(Automaton automaton, List<Phrase> phrases, int longest, IntConsumer found) {
        this.automaton = automaton;
        this.phrases = phrases;
        this.found = found;
        this.before = new byte[Integer.highestOneBit(Math.max(1, longest)) * 2];
        this.mask = before.length - 1;
    }

    /**
     * Takes the next unit.
     *
     * @param joined whether it stands beside the last one within a word
     * @param spaced whether a space parts it from the last one, and both are of words
     */
    void unit(char unit, boolean joined, boolean spaced) {
        if (waiting > 0) {
            settle(!joined);
        }
        before[(int) count & mask] = (byte) ((joined ? JOINED : 0) | (spaced ? SPACED : 0));
        count++;
        state = automaton.next(state, unit);
        for (var at = state; at != Automaton.START; at = automaton.shorter(at)) {
            for (var phrase : automaton.words(at)) {
                matched(phrase);
            }
        }
    }

    private void matched(int index) {
        var phrase = phrases.get(index);
        if (!phrase.openLeft() && (flags(phrase, 0) & JOINED) != 0 || !spacedAlike(phrase)) {
            return;
        }
        if (phrase.openRight()) {
            found.accept(index);
        } else {
            pending = waiting == pending.length ? Arrays.copyOf(pending, 2 * waiting) : pending;
            pending[waiting++] = index;
        }
    }

    private boolean spacedAlike(Phrase phrase) {
        var spaces = 0;
        var strange = 0;
        for (var at = 1; at < phrase.length(); at++) {
            if ((flags(phrase, at) & SPACED) != 0) {
                spaces++;
                strange += phrase.spaces().get(at) ? 0 : 1;
            }
        }
        return strange == 0 || spaces == phrase.length() - 1;
    }

    private byte flags(Phrase phrase, int at) {
        return before[(int) (count - phrase.length() + at) & mask];
    }

    /** Something that does not count stands after the last unit, and parts it from the next. */
    void gap() {
        if (waiting > 0) {
            settle(true);
        }
    }

    /** What comes next may be long in coming: what is there counts as if the text were over. A phrase may still go on. */
    void pause() {
        gap();
        settled = count;
    }

    /** No phrase goes on from here. */
    void restart() {
        gap();
        state = Automaton.START;
    }

    private void settle(boolean wordEnds) {
        var settled = waiting;
        waiting = 0;
        for (var index = 0; wordEnds && index < settled; index++) {
            found.accept(pending[index]);
        }
    }

    /** Units so far. */
    long count() {
        return count;
    }

    /** Units so far of which it is decided whether they are in a phrase: the others may be the beginning of one. */
    long decided() {
        return Math.max(settled, count - automaton.depth(state));
    }
}
