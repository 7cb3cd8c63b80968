package proxy.balance;

import java.util.Arrays;

/**
 * What was sent to a pool in the time that Azure counts over, to a two-hundredth of that time. Not thread-safe: guarded by the pool.
 * Times are monotonic milliseconds.
 */
final class Window {

    private static final int PARTS = 200;
    /** One more, because a slot is past when what was sent at its very end is: who sends earlier is refused. */
    private static final int SLOTS = PARTS + 1;

    private final long slotMillis;
    private final long[] amounts = new long[SLOTS];
    private long newest;
    private long sum;

    Window(long millis) {
        this.slotMillis = Math.ceilDiv(millis, PARTS);
    }

    void add(long amount, long now) {
        forget(now);
        amounts[Math.floorMod(newest, SLOTS)] += amount;
        sum += amount;
    }

    long sum(long now) {
        forget(now);
        return sum;
    }

    /** Milliseconds until no more than {@code most} is left in it, if nothing else is sent; 0 when that is so now. */
    long remaining(double most, long now) {
        forget(now);
        var left = sum;
        var slot = newest - SLOTS;
        while (left > Math.max(0, most)) {
            slot++;
            left -= amounts[Math.floorMod(slot, SLOTS)];
        }
        return left == sum ? 0 : (slot + SLOTS) * slotMillis - now;
    }

    private void forget(long now) {
        var slot = Math.floorDiv(now, slotMillis);
        if (slot - newest >= SLOTS) {
            Arrays.fill(amounts, 0);
            sum = 0;
            newest = slot;
        }
        while (newest < slot) {
            newest++;
            var index = Math.floorMod(newest, SLOTS);
            sum -= amounts[index];
            amounts[index] = 0;
        }
    }
}
