package proxy.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import proxy.testkit.Await;
import proxy.testkit.ManualClock;

@Timeout(30)
class EventsTest {

    private static final int MORE_THAN_THE_QUEUE = 20_000;

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    private String text() {
        return written.toString(StandardCharsets.UTF_8);
    }

    private static void print(Events events, int lines) {
        for (var line = 0; line < lines; line++) {
            events.print("line " + line);
        }
    }

    @Test
    void lines_are_written_in_order_without_being_asked_for() {
        var events = new Events(written, new ManualClock());
        print(events, 3);
        Await.until(() -> text().equals("line 0\nline 1\nline 2\n"));
        events.print("later");
        Await.until(() -> text().endsWith("line 2\nlater\n"));
    }

    @Test
    void a_value_cannot_forge_a_line() {
        try (var events = new Events(written, new ManualClock())) {
            events.emit("said", line -> line.put("what", "a\nb"));
        }
        assertEquals("{\"at\":\"2026-01-01T00:00:00.000Z\",\"event\":\"said\",\"what\":\"a\\nb\"}\n", text());
    }

    @Test
    void what_is_queued_is_written_before_the_end_and_what_comes_later_is_not() {
        var events = new Events(written, new ManualClock());
        events.print("last");
        events.close();
        events.print("too late");
        assertEquals("last\n", text());
    }

    @Test
    void a_blocked_reader_holds_nobody_up_and_what_is_lost_is_counted() throws Exception {
        var taken = new CountDownLatch(1);
        var open = new CountDownLatch(1);
        var events = new Events(
                new OutputStream() {
                    @Override
                    public void write(int one) throws IOException {
                        throw new IOException("only whole lines are written");
                    }

                    @Override
                    public void write(byte[] bytes, int offset, int length) {
                        taken.countDown();
                        try {
                            open.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                        written.write(bytes, offset, length);
                    }
                },
                new ManualClock());
        events.print("first");
        taken.await();
        print(events, MORE_THAN_THE_QUEUE);
        assertTrue(events.dropped() > 0);
        open.countDown();
        events.close();
        assertEquals(1 + MORE_THAN_THE_QUEUE - events.dropped(), text().lines().count());
    }

    @Test
    void a_reader_that_is_gone_is_not_written_to_for_every_line() {
        var attempts = new AtomicInteger();
        var self = new AtomicReference<Events>();
        var events = new Events(
                new OutputStream() {
                    @Override
                    public void write(int one) throws IOException {
                        attempts.incrementAndGet();
                        // Before anybody knows that the reader is gone.
                        self.get().print("meanwhile");
                        throw new IOException("broken pipe");
                    }
                },
                new ManualClock());
        self.set(events);
        print(events, 1);
        Await.until(() -> attempts.get() == 1);
        print(events, MORE_THAN_THE_QUEUE);
        Await.until(() -> events.dropped() > 0);
        events.close();
        assertEquals(1, attempts.get());
    }
}
