package proxy.screen;

import java.util.BitSet;

/**
 * A word or several that are looked for. In scripts that part words by spaces it is found as a whole word only, on the sides that are
 * not open.
 *
 * @param units what is compared
 * @param spaces indices of units before which the phrase itself has a space, between words
 * @param exact whether it is looked for as it is written, rather than however it is spelt
 */
record Phrase(String units, BitSet spaces, boolean exact, boolean openLeft, boolean openRight) {

    /** Found only as it is written, capitals, width and separators included. */
    static Phrase exact(String text, boolean openLeft, boolean openRight) {
        return new Phrase(text, new BitSet(), true, openLeft, openRight);
    }

    /** Found however it is spelt. Its units are empty when nothing of the text counts. */
    static Phrase folded(String text, boolean openLeft, boolean openRight) {
        var spaces = new BitSet();
        var units = new StringBuilder();
        var gap = false;
        for (var codePoint : text.codePoints().toArray()) {
            var fold = Fold.make(codePoint);
            gap |= fold.gap() == Fold.Gap.SPACE;
            if (!fold.units().isEmpty()) {
                spaces.set(units.length(), gap);
                units.append(fold.units());
                gap = false;
            }
        }
        return new Phrase(units.toString(), spaces, false, openLeft, openRight);
    }

    int length() {
        return units.length();
    }
}
