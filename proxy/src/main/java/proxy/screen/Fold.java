package proxy.screen;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * What a character counts as when spelling does not matter: its compatibility decomposition (as in NFKC, so that full and half width,
 * circled, ligatures and styled letters are the plain ones), in lower case, hiragana for katakana, without accents, letters for the signs of
 * currencies. It is the same wherever a character stands, so that a text may come in parts.
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

    /** Letters and vowels that nobody sees: fillers of Hangul syllables, inherent vowels of Khmer, selectors of Mongolian variants. */
    private static final String INVISIBLE = "\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f";

    /** Signs of currencies, each with the letter that it is written for. */
    private static final String CURRENCIES =
            "$s\u00a2c\u00a3l\u00a5y\u0e3fb\u20a0e\u20a1c\u20a2g\u20a3f\u20a4l\u20a5m\u20a6n\u20a7p\u20a9w\u20aae\u20abd\u20ace"
                    + "\u20adk\u20aet\u20b1p\u20b2g\u20b3a\u20b4h\u20b5c\u20b8t\u20b9r\u20bal\u20bcm\u20bdp\u20bfb";

    private static final int BRAILLE_BLANK = 0x2800;
    private static final int VOICED = 0x3099;
    private static final int SEMI_VOICED = 0x309a;

    /** A text as it is compared, with nothing of how its characters were parted. */
    static String text(String text) {
        var units = new StringBuilder();
        text.codePoints().forEach(each -> units.append(make(each).units()));
        return units.toString();
    }

    /** Slow: {@link Folds} remembers. */
    static Fold make(int codePoint) {
        var plain = decompose(decompose(Character.toString(codePoint))
                .toUpperCase(Locale.ROOT)
                .toLowerCase(Locale.ROOT));
        var units = new StringBuilder();
        plain.codePoints().filter(Fold::counts).map(Fold::plain).forEach(units::appendCodePoint);
        return units.isEmpty()
                ? new Fold("", false, gap(codePoint))
                : new Fold(
                        units.toString(),
                        word(units.codePointAt(0)) && Character.getType(codePoint) != Character.CURRENCY_SYMBOL,
                        Gap.NONE);
    }

    private static String decompose(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKD);
    }

    private static boolean counts(int codePoint) {
        if (codePoint == BRAILLE_BLANK || INVISIBLE.indexOf(codePoint) >= 0) {
            return false;
        }
        return switch (Character.getType(codePoint)) {
            case Character.NON_SPACING_MARK -> !accent(codePoint);
            case Character.ENCLOSING_MARK,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.CONNECTOR_PUNCTUATION,
                    Character.OTHER_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.MATH_SYMBOL,
                    Character.MODIFIER_SYMBOL -> false;
            default -> true;
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
            case Character.NON_SPACING_MARK,
                    Character.ENCLOSING_MARK,
                    Character.FORMAT,
                    Character.OTHER_LETTER,
                    Character.UNASSIGNED -> Gap.NONE;
            default -> Gap.PUNCTUATION;
        };
    }

    private static int plain(int codePoint) {
        if (Character.getType(codePoint) == Character.CURRENCY_SYMBOL) {
            var at = CURRENCIES.indexOf(codePoint);
            return at < 0 ? codePoint : CURRENCIES.charAt(at + 1);
        }
        return codePoint >= 'ァ' && codePoint <= 'ヶ' ? codePoint - 'ァ' + 'ぁ' : codePoint;
    }

    private static boolean word(int codePoint) {
        return Character.isLetterOrDigit(codePoint)
                && (Character.isDigit(codePoint) || SPACED.contains(UnicodeScript.of(codePoint)));
    }
}
