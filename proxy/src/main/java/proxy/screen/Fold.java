package proxy.screen;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * What a character counts as when spelling does not matter: its compatibility decomposition (as in NFKC, so that full and half width,
 * circled, ligatures and styled letters are the plain ones), in lower case, hiragana for katakana, without accents. It is the same
 * wherever a character stands, so that a text may come in parts.
 *
 * @param units what is compared, empty for a character that is left out
 * @param word whether it is a letter or digit of a script that parts words by spaces
 * @param gap how a character that is left out parts those beside it
 */
record Fold(String units, boolean word, Gap gap) {

    enum Gap {
        /** Not at all: zero-width characters, accents. */
        NONE,
        PUNCTUATION,
        SPACE
    }

    /** Scripts that part words by spaces, and in which a word therefore ends where its letters do. */
    private static final Set<UnicodeScript> SPACED = EnumSet.of(
            UnicodeScript.LATIN,
            UnicodeScript.GREEK,
            UnicodeScript.CYRILLIC,
            UnicodeScript.ARMENIAN,
            UnicodeScript.GEORGIAN,
            UnicodeScript.HEBREW,
            UnicodeScript.ARABIC,
            UnicodeScript.DEVANAGARI);

    /** Letters that nobody sees: fillers of Hangul syllables. */
    private static final String INVISIBLE = "\u115f\u1160";

    private static final int BRAILLE_BLANK = 0x2800;
    private static final int VOICED = 0x3099;
    private static final int SEMI_VOICED = 0x309a;

    /** Filled when first asked for; two threads may both do so, with the same. */
    private static final Fold[] KNOWN = new Fold[Character.MAX_VALUE + 1];

    static Fold of(int codePoint) {
        if (codePoint >= KNOWN.length) {
            return make(codePoint);
        }
        var fold = KNOWN[codePoint];
        if (fold == null) {
            fold = make(codePoint);
            KNOWN[codePoint] = fold;
        }
        return fold;
    }

    /** A text as it is compared, with nothing of how its characters were parted. */
    static String text(String text) {
        var units = new StringBuilder();
        text.codePoints().forEach(each -> units.append(of(each).units()));
        return units.toString();
    }

    private static Fold make(int codePoint) {
        var plain = decompose(decompose(Character.toString(codePoint))
                .toUpperCase(Locale.ROOT)
                .toLowerCase(Locale.ROOT));
        var units = new StringBuilder();
        plain.codePoints().filter(Fold::counts).map(Fold::hiragana).forEach(units::appendCodePoint);
        return units.isEmpty()
                ? new Fold("", false, gap(codePoint))
                : new Fold(units.toString(), word(units.codePointAt(0)), Gap.NONE);
    }

    private static String decompose(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKD);
    }

    private static boolean counts(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.NON_SPACING_MARK -> !accent(codePoint);
            case Character.ENCLOSING_MARK,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.CONNECTOR_PUNCTUATION,
                    Character.OTHER_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.MATH_SYMBOL,
                    Character.MODIFIER_SYMBOL -> false;
            default -> codePoint != BRAILLE_BLANK && INVISIBLE.indexOf(codePoint) < 0;
        };
    }

    /** A mark that any letter may have. The voicing marks of kana make other letters, the marks of one script are its vowels. */
    private static boolean accent(int mark) {
        return mark != VOICED && mark != SEMI_VOICED && UnicodeScript.of(mark) == UnicodeScript.INHERITED;
    }

    private static Gap gap(int codePoint) {
        if (Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint) || codePoint == BRAILLE_BLANK) {
            return Gap.SPACE;
        }
        return switch (Character.getType(codePoint)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT, Character.OTHER_LETTER ->
                Gap.NONE;
            default -> Gap.PUNCTUATION;
        };
    }

    private static int hiragana(int codePoint) {
        return codePoint >= 'ァ' && codePoint <= 'ヶ' ? codePoint - 'ァ' + 'ぁ' : codePoint;
    }

    private static boolean word(int codePoint) {
        return Character.isLetterOrDigit(codePoint)
                && (Character.isDigit(codePoint) || SPACED.contains(UnicodeScript.of(codePoint)));
    }
}
