package proxy.io;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DeadlineTest {

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final List<Throwable> broke = new ArrayList<>();
    private final Deadline deadline = new Deadline(channel.eventLoop(), broke::add);
    private final List<String> expired = new ArrayList<>();

    DeadlineTest() {
        channel.freezeTime();
    }

    private void set(long seconds, String name) {
        deadline.set(Duration.ofSeconds(seconds), () -> expired.add(name));
    }

    private void pass(long seconds) {
        channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
    }

    @Test
    void it_expires_once_when_its_time_has_come_and_not_before() {
        set(2, "one");
        pass(1);
        assertEquals(List.of(), expired);
        pass(1);
        pass(10);
        assertEquals(List.of("one"), expired);
    }

    @Test
    void a_later_time_replaces_an_earlier_one() {
        set(2, "one");
        pass(1);
        set(3, "two");
        pass(2);
        assertEquals(List.of(), expired);
        pass(1);
        assertEquals(List.of("two"), expired);
    }

    @Test
    void an_earlier_time_replaces_a_later_one() {
        set(10, "one");
        set(1, "two");
        pass(1);
        pass(10);
        assertEquals(List.of("two"), expired);
    }

    @Test
    void what_is_cleared_does_not_expire_and_what_is_set_after_that_does() {
        set(2, "one");
        deadline.clear();
        pass(1);
        set(2, "two");
        pass(1);
        assertEquals(List.of(), expired);
        pass(1);
        assertEquals(List.of("two"), expired);
    }

    @Test
    void what_expires_may_set_it_again() {
        deadline.set(Duration.ofSeconds(1), () -> set(1, "again"));
        pass(1);
        assertEquals(List.of(), expired);
        pass(1);
        assertEquals(List.of("again"), expired);
    }

    @Test
    void what_came_while_the_loop_stood_still_may_yet_move_it_on() {
        set(1, "one");
        pass(10);
        assertEquals(List.of(), expired);
        set(5, "two");
        pass(4);
        assertEquals(List.of(), expired);
        pass(1);
        assertEquals(List.of("two"), expired);
    }

    @Test
    void when_nothing_came_while_the_loop_stood_still_it_expires_a_turn_later() {
        set(1, "one");
        pass(10);
        assertEquals(List.of(), expired);
        channel.advanceTimeBy(1, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
        assertEquals(List.of("one"), expired);
    }

    @Test
    void what_breaks_when_it_expires_is_told() {
        var runtime = new IllegalStateException("unforeseen");
        var error = new InternalError("unforeseen");
        deadline.set(Duration.ofSeconds(1), () -> {
            throw runtime;
        });
        pass(1);
        deadline.set(Duration.ofSeconds(1), () -> {
            throw error;
        });
        pass(1);
        assertEquals(List.of(runtime, error), broke);
    }

    @Test
    void a_thousand_phases_take_one_timer() {
        for (var phase = 0; phase < 1_000; phase++) {
            set(60, "phase");
            deadline.clear();
        }
        assertEquals(Duration.ofSeconds(60).toNanos(), channel.runScheduledPendingTasks());
        deadline.close();
        assertEquals(-1, channel.runScheduledPendingTasks());
    }
}
