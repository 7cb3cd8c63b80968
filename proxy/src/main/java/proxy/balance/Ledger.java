package proxy.balance;

import java.util.ArrayDeque;

/** Counts what was sent to one pool, and leaves out what was refused. Not thread-safe: guarded by the pool. */
final class Ledger {

    /** Refusals come a few at a time, when a pool runs out; the oldest are no longer asked for. */
    private static final int MAX_REFUNDS = 16;

    private final ArrayDeque<Refund> refunds = new ArrayDeque<>();
    private double sent;

    private record Refund(double mark, double amount) {}

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
        refunds.addLast(new Refund(mark, amount));
        if (refunds.size() > MAX_REFUNDS) {
            refunds.removeFirst();
        }
    }

    /** What was sent after that mark and not refused. */
    double since(double mark) {
        var amount = sent - mark;
        for (var refund : refunds) {
            if (refund.mark() > mark) {
                amount -= refund.amount();
            }
        }
        return amount;
    }
}
