package localazure.planes;

import java.util.ArrayDeque;
import java.util.Deque;

/** What was opened, closed last first. A part that fails to close keeps no other one open. */
public final class Parts implements AutoCloseable {
    private final Deque<AutoCloseable> lastFirst = new ArrayDeque<>();

    public <T extends AutoCloseable> T keep(T opened) {
        lastFirst.push(opened);
        return opened;
    }

    /** @throws IllegalStateException after every part was asked to close, with what failed */
    @Override
    public void close() {
        IllegalStateException failed = new IllegalStateException("not everything could be closed");
        while (!lastFirst.isEmpty()) {
            try {
                lastFirst.pop().close();
            } catch (Exception e) {
                failed.addSuppressed(e);
            }
        }
        if (failed.getSuppressed().length > 0) throw failed;
    }
}
