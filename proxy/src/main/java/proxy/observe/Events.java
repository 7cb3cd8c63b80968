package proxy.observe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Writes structured events, one JSON object a line, from a thread of its own: a blocked standard output must not block a
 * request. When the queue is full, lines are dropped and counted. Control characters are escaped, so that no value can forge a
 * line.
 */
public final class Events implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int CAPACITY = 16_384;
    private static final int CLOSE_SECONDS = 5;
    /** Lines are written together, so that under load neither a wake-up nor a system call is paid for each. */
    private static final long GATHER_MILLIS = 20;

    private final Clock clock;
    private final OutputStream out;
    private final BlockingQueue<byte[]> queue = new ArrayBlockingQueue<>(CAPACITY);
    private final AtomicLong dropped = new AtomicLong();
    /** Whether a task that writes is due, or no line can be written any more. */
    private final AtomicBoolean due = new AtomicBoolean();
    /** What comes after the end is lost, as it would be with the process. */
    private final ScheduledThreadPoolExecutor writer = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("events").daemon().factory(), new ThreadPoolExecutor.DiscardPolicy());

    /** Whether nobody reads any more; only on the writer's thread. */
    private boolean gone;

    private volatile Second second = new Second(Long.MIN_VALUE, "");

    private record Second(long epoch, String text) {}

    public Events(OutputStream out, Clock clock) {
        this.out = out;
        this.clock = clock;
    }

    /** Queues one event. */
    public void emit(String event, Consumer<ObjectNode> fields) {
        var line = JSON.createObjectNode().put("at", now()).put("event", event);
        fields.accept(line);
        try {
            queue(JSON.writeValueAsBytes(line));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Queues one of the events that come with every request. */
    void emitLine(String event, Consumer<JsonLine> fields) {
        var line = new JsonLine().put("at", now()).put("event", event);
        fields.accept(line);
        queue(line.bytes());
    }

    /** The time in UTC, to the millisecond; its seconds are written once a second. */
    private String now() {
        var millis = clock.millis();
        var epoch = Math.floorDiv(millis, 1_000);
        var current = second;
        if (current.epoch() != epoch) {
            var time = LocalDateTime.ofEpochSecond(epoch, 0, ZoneOffset.UTC);
            current = new Second(epoch, DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(time));
            second = current;
        }
        return current.text()
                + '.'
                + Long.toString(1_000 + Math.floorMod(millis, 1_000)).substring(1)
                + 'Z';
    }

    /** Queues one line of plain text. */
    public void print(String line) {
        queue(line.getBytes(StandardCharsets.UTF_8));
    }

    private void queue(byte[] line) {
        if (!queue.offer(line)) {
            dropped.incrementAndGet();
        } else if (!due.get() && due.compareAndSet(false, true)) {
            writer.schedule(this::write, GATHER_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** How many lines were lost because nobody took them. */
    public long dropped() {
        return dropped.get();
    }

    /** Writes what is queued, within five seconds. */
    @Override
    public void close() {
        try {
            writer.execute(this::write);
            writer.shutdown();
            writer.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write() {
        if (gone) {
            return;
        }
        // Before the queue is emptied: a line that comes later has a task of its own.
        due.set(false);
        var lines = new ArrayList<byte[]>();
        queue.drainTo(lines);
        var together = new ByteArrayOutputStream();
        for (var line : lines) {
            together.writeBytes(line);
            together.write('\n');
        }
        try {
            together.writeTo(out);
            out.flush();
        } catch (IOException e) {
            // Later lines fill the queue and are counted as dropped; what was due before is not tried.
            gone = true;
            due.set(true);
        }
    }
}
