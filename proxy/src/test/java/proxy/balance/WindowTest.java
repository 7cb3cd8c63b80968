package proxy.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Ten seconds, in slots of 50 ms. */
class WindowTest {

    private final Window window = new Window(10_000);

    @Test
    void it_holds_what_was_sent_in_its_time() {
        window.add(3, 0);
        window.add(4, 5_000);
        assertEquals(7, window.sum(10_049));
        assertEquals(4, window.sum(10_050));
        assertEquals(4, window.sum(15_049));
        assertEquals(0, window.sum(15_050));
    }

    @Test
    void nothing_leaves_before_its_time() {
        for (var sentAt = 0; sentAt < 100; sentAt++) {
            var one = new Window(10_000);
            one.add(1, sentAt);
            assertEquals(1, one.sum(sentAt + 10_000));
        }
    }

    @Test
    void it_is_empty_after_a_rest_of_any_length() {
        window.add(3, 0);
        assertEquals(0, window.sum(1_000_000_000));
        window.add(2, 1_000_000_000);
        assertEquals(2, window.sum(1_000_010_049));
        assertEquals(0, window.sum(1_000_010_050));
    }

    @Test
    void it_tells_how_long_until_enough_has_left() {
        window.add(3, 0);
        window.add(4, 5_010);
        assertEquals(0, window.remaining(7, 6_000));
        assertEquals(4_050, window.remaining(6, 6_000));
        assertEquals(4_050, window.remaining(4, 6_000));
        assertEquals(9_050, window.remaining(3, 6_000));
        assertEquals(9_050, window.remaining(0, 6_000));
        assertEquals(1, window.remaining(4, 10_049));
        assertEquals(0, window.remaining(4, 10_050));
    }

    @Test
    void what_is_never_there_is_waited_for_until_it_is_empty() {
        window.add(3, 0);
        assertEquals(10_050, window.remaining(-5, 0));
        assertEquals(0, window.remaining(-5, 10_050));
    }

    @Test
    void a_slot_is_no_shorter_than_a_millisecond() {
        var narrow = new Window(100);
        narrow.add(1, 0);
        assertEquals(1, narrow.sum(200));
        assertEquals(0, narrow.sum(201));
    }
}
