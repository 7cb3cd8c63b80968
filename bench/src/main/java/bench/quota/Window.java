package bench.quota;

/** One counter that starts again at every multiple of its length. Times are milliseconds of the run. */
final class Window {

    private final long millis;
    private final long limit;
    private long index;
    private long used;

    Window(long millis, long limit) {
        this.millis = millis;
        this.limit = limit;
    }

    long limit() {
        return limit;
    }

    void add(long cost, long now) {
        roll(now);
        used += cost;
    }

    boolean covers(long cost, long now) {
        roll(now);
        return used + cost <= limit;
    }

    long left(long now) {
        roll(now);
        return Math.max(0, limit - used);
    }

    /** Until it starts again. */
    long ends(long now) {
        return millis - Math.floorMod(now, millis);
    }

    /** Since it started. */
    long age(long now) {
        return Math.floorMod(now, millis);
    }

    private void roll(long now) {
        var current = Math.floorDiv(now, millis);
        if (current != index) {
            index = current;
            used = 0;
        }
    }
}
