package proxy.screen;

/** One text being looked through for phrases, in parts that may end anywhere. Used by one thread at a time. */
public final class TextScan {

    /** So many characters that do not count may stand within a phrase; more end it. */
    static final int MAX_GAP = 32;

    private final Folds folds;
    private final Scan exact;
    private final Scan folded;
    private char high;
    private boolean lastWord;
    private boolean lastFoldedWord;
    private Fold.Gap gap = Fold.Gap.SPACE;
    private int gapLength;

    /** @param exact null when there is nothing to be found as it is written */
    TextScan(Folds folds, Scan exact, Scan folded) {
        this.folds = folds;
        this.exact = exact;
        this.folded = folded;
    }

    /** Takes the next part. */
    public void feed(String part) {
        for (var at = 0; at < part.length(); at++) {
            unit(part.charAt(at));
        }
    }

    private void unit(char unit) {
        if (high != 0) {
            var first = high;
            high = 0;
            if (Character.isLowSurrogate(unit)) {
                codePoint(Character.toCodePoint(first, unit));
                return;
            }
            codePoint(first);
        }
        if (Character.isHighSurrogate(unit)) {
            high = unit;
        } else {
            codePoint(unit);
        }
    }

    private void codePoint(int codePoint) {
        var fold = folds.of(codePoint);
        if (exact != null) {
            exact(codePoint, fold.word());
        }
        var units = fold.units();
        if (units.isEmpty()) {
            gap(fold.gap());
            return;
        }
        var bothWords = lastFoldedWord && fold.word();
        folded.unit(units.charAt(0), bothWords && gap == Fold.Gap.NONE, bothWords && gap == Fold.Gap.SPACE);
        for (var at = 1; at < units.length(); at++) {
            folded.unit(units.charAt(at), fold.word(), false);
        }
        lastFoldedWord = fold.word();
        gap = Fold.Gap.NONE;
        gapLength = 0;
    }

    private void exact(int codePoint, boolean word) {
        var joined = lastWord && word;
        if (Character.isBmpCodePoint(codePoint)) {
            exact.unit((char) codePoint, joined, false);
        } else {
            exact.unit(Character.highSurrogate(codePoint), joined, false);
            exact.unit(Character.lowSurrogate(codePoint), word, false);
        }
        lastWord = word;
    }

    private void gap(Fold.Gap more) {
        if (more.compareTo(gap) > 0) {
            gap = more;
        }
        if (more != Fold.Gap.NONE) {
            folded.gap();
        }
        if (++gapLength > MAX_GAP) {
            folded.restart();
        }
    }

    /**
     * Another text goes on before this one, which may be over. All of it is decided: a word that is whole is found. One that is not
     * is still found when this text does go on.
     */
    public void pause() {
        halfPair();
        if (exact != null) {
            exact.pause();
        }
        folded.pause();
    }

    /** Another part of the text begins, which may go on with a word or begin one. */
    public void seam() {
        pause();
        lastWord = false;
        lastFoldedWord = false;
    }

    private void halfPair() {
        if (high != 0) {
            var last = high;
            high = 0;
            codePoint(last);
        }
    }

    /** The text ends here; another may begin. */
    public void end() {
        halfPair();
        if (exact != null) {
            exact.restart();
        }
        folded.restart();
        lastWord = false;
        lastFoldedWord = false;
    }

    /** Where the text is now. */
    public Mark mark() {
        return new Mark(exact == null ? 0 : exact.count(), folded.count());
    }

    /** Whether what came up to there is decided: no phrase that may still be found has begun before it. */
    public boolean decided(Mark mark) {
        return high == 0 && (exact == null || mark.exact <= exact.decided()) && mark.folded <= folded.decided();
    }

    /** A place in a text. */
    public record Mark(long exact, long folded) {}
}
