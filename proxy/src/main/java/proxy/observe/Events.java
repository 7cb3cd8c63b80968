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
import java.util.concurrent.TimeUnit;
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
    private static final byte[] END = {};
    /** Lines are written together, so that under load neither a wake-up nor a system call is paid for each. */
    private static final long GATHER_MILLIS = 20;

    private final Clock clock;
    private final OutputStream out;
    private final BlockingQueue<byte[]> queue = new ArrayBlockingQueue<>(CAPACITY);
    private final AtomicLong dropped = new AtomicLong();
    private final Thread writer;
    private volatile Second second = new Second(Long.MIN_VALUE, "");

    private record Second(long epoch, String text) {}

    public Events(OutputStream out, Clock clock) {
        this.out = out;
        this.clock = clock;
        this.writer = Thread.ofPlatform().name("events").daemon().start(this::write);
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
            if (queue.offer(END, 1, TimeUnit.SECONDS)) {
                writer.join(TimeUnit.SECONDS.toMillis(5));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write() {
        var lines = new ArrayList<byte[]>();
        var together = new ByteArrayOutputStream();
        try {
            for (var ended = false; !ended; ) {
                lines.add(queue.take());
                Thread.sleep(GATHER_MILLIS);
                queue.drainTo(lines);
                ended = lines.remove(END);
                for (var line : lines) {
                    together.writeBytes(line);
                    together.write('\n');
                }
                together.writeTo(out);
                out.flush();
                lines.clear();
                together.reset();
            }
        } catch (IOException e) {
            // Nobody reads any more: later lines fill the queue and are counted as dropped.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
