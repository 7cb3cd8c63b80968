package proxy.balance;

/**
 * Counts what was sent to one pool, and leaves out what was refused. Of many refusals the older ones are kept less finely, a few together:
 * what was sent after a mark between those is too little by a few hundredths of what was refused since, and after any other it is exact.
 * Not thread-safe: guarded by the pool.
 */
final class Ledger {

    /** More refusals than come back while a request is answered. */
    static final int MOST_REFUNDS = 256;

    private double sent;

    /** The refusals by their marks, lowest first, and what was refused up to each. */
    private final double[] marks = new double[MOST_REFUNDS];

    private final double[] refused = new double[MOST_REFUNDS];
    private int refunds;

    /** @return the mark of what was sent: what comes later is {@link #since} it */
    double send(double amount) {
        sent += amount;
        return sent;
    }

    /** The mark of what was sent last. */
    double mark() {
        return sent;
    }

    /** What was sent with that mark was refused. */
    void refund(double mark, double amount) {
        if (refunds == MOST_REFUNDS) {
            coarsen();
        }
        var index = refunds;
        while (index > 0 && marks[index - 1] > mark) {
            marks[index] = marks[index - 1];
            refused[index] = refused[index - 1] + amount;
            index--;
        }
        marks[index] = mark;
        refused[index] = amount + (index == 0 ? 0 : refused[index - 1]);
        refunds++;
    }

    /** Two neighbours become one: those that are the least part of what was refused after them. */
    private void coarsen() {
        var least = Double.POSITIVE_INFINITY;
        var first = 0;
        for (var index = 0; index < refunds - 1; index++) {
            var part = (refused(index + 2) - refused(index)) / (1 + refused(refunds) - refused(index + 2));
            if (part < least) {
                least = part;
                first = index;
            }
        }
        System.arraycopy(marks, first + 1, marks, first, refunds - first - 1);
        System.arraycopy(refused, first + 1, refused, first, refunds - first - 1);
        refunds--;
    }

    /** What was sent after that mark and not refused. */
    double since(double mark) {
        return sent - mark - (refused(refunds) - refused(upTo(mark)));
    }

    /** What the first so many refusals come to. */
    private double refused(int first) {
        return first == 0 ? 0 : refused[first - 1];
    }

    /** How many refusals have that mark or a lower one. */
    private int upTo(double mark) {
        var low = 0;
        var high = refunds;
        while (low < high) {
            var middle = (low + high) >>> 1;
            if (marks[middle] > mark) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
