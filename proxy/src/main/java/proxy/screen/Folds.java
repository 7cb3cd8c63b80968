package proxy.screen;

/**
 * What characters count as, made when first asked for. Thread-safe: two threads may both make one, and make the same.
 */
final class Folds {

    private static final int PAGE_BITS = 8;
    private static final int PAGE = 1 << PAGE_BITS;

    private final Fold[][] pages = new Fold[(Character.MAX_CODE_POINT >> PAGE_BITS) + 1][];

    Fold of(int codePoint) {
        var page = pages[codePoint >> PAGE_BITS];
        if (page == null) {
            page = new Fold[PAGE];
            pages[codePoint >> PAGE_BITS] = page;
        }
        var fold = page[codePoint & PAGE - 1];
        if (fold == null) {
            fold = Fold.make(codePoint);
            page[codePoint & PAGE - 1] = fold;
        }
        return fold;
    }
}
