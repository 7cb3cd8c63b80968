package proxy.io;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UptakeTest {

    private static final int SIZE = 1_000_000;

    private final AtomicInteger stalled = new AtomicInteger();
    private final Peer peer = new Peer();
    private Deadline deadline;
    private Uptake uptake;

    /** Takes so many bytes, and no more. */
    private static final class Peer extends EmbeddedChannel {
        private int takes;

        void take(int bytes) {
            takes = bytes;
            flush();
        }

        @Override
        protected void doWrite(ChannelOutboundBuffer in) {
            in.removeBytes(takes);
            takes = 0;
        }

        void pass(int seconds) {
            advanceTimeBy(seconds, TimeUnit.SECONDS);
            runScheduledPendingTasks();
        }
    }

    @BeforeEach
    void hold() {
        peer.freezeTime();
        deadline = new Deadline(peer.eventLoop(), cause -> {
            throw new AssertionError(cause);
        });
        uptake = new Uptake(peer, deadline, Duration.ofSeconds(30), stalled::incrementAndGet);
        peer.writeAndFlush(Unpooled.wrappedBuffer(new byte[SIZE]));
    }

    @AfterEach
    void close() {
        deadline.close();
        peer.close();
        assertEquals(0, Uptake.left(peer));
    }

    @Test
    void a_peer_that_takes_little_in_time_is_not_given_up() {
        uptake.watch();
        for (var times = 0; times < 10; times++) {
            peer.pass(29);
            peer.take(Uptake.LEAST);
            peer.pass(1);
        }
        assertEquals(0, stalled.get());
    }

    @Test
    void a_peer_that_takes_next_to_nothing_is_given_up() {
        uptake.watch();
        peer.take(Uptake.LEAST - 1);
        peer.pass(29);
        assertEquals(0, stalled.get());
        peer.pass(1);
        assertEquals(1, stalled.get());
    }

    @Test
    void the_rest_of_little_is_enough() {
        peer.take(SIZE - 10);
        uptake.watch();
        peer.take(10);
        peer.pass(30);
        assertEquals(0, stalled.get());
    }

    @Test
    void what_is_added_does_not_hide_what_is_taken() {
        uptake.watch();
        peer.writeAndFlush(Unpooled.wrappedBuffer(new byte[SIZE]));
        uptake.grew();
        peer.take(Uptake.LEAST);
        peer.pass(30);
        assertEquals(0, stalled.get());
        peer.pass(30);
        assertEquals(1, stalled.get());
    }

    @Test
    void who_is_no_longer_watched_is_not_given_up() {
        uptake.watch();
        deadline.clear();
        peer.pass(60);
        assertEquals(0, stalled.get());
    }
}
