package proxy.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayDeque;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class LedgerTest {

    private final Ledger ledger = new Ledger();

    @Test
    void it_counts_what_was_sent_after_a_mark() {
        assertEquals(3, ledger.send(3));
        assertEquals(5, ledger.send(2));
        assertEquals(5, ledger.since(0));
        assertEquals(2, ledger.since(3));
        assertEquals(0, ledger.since(5));
    }

    @Test
    void what_was_refused_is_left_out_once() {
        ledger.send(3);
        var mark = ledger.send(2);
        ledger.refund(mark, 2);
        assertEquals(3, ledger.since(0));
        assertEquals(0, ledger.since(3));
        assertEquals(0, ledger.since(5));
    }

    @Test
    void refusals_that_come_back_out_of_order_are_told_apart() {
        var first = ledger.send(1);
        var second = ledger.send(10);
        var third = ledger.send(100);
        ledger.refund(third, 100);
        ledger.refund(first, 1);
        ledger.refund(second, 10);
        assertEquals(0, ledger.since(0));
        assertEquals(0, ledger.since(first));
        assertEquals(0, ledger.since(second));
        ledger.send(1_000);
        assertEquals(1_000, ledger.since(0));
        assertEquals(1_000, ledger.since(second));
    }

    @Test
    void a_request_without_tokens_has_the_mark_of_the_one_before() {
        var mark = ledger.send(1);
        ledger.refund(mark, 1);
        ledger.refund(ledger.send(0), 0);
        assertEquals(0, ledger.since(0));
        assertEquals(0, ledger.since(mark));
    }

    @Test
    void however_many_are_refused_nothing_of_them_stays() {
        var begin = ledger.send(7);
        for (var time = 0; time < 10 * Ledger.MOST_REFUNDS; time++) {
            ledger.refund(ledger.send(1), 1);
            assertEquals(0, ledger.since(begin));
        }
        assertEquals(7, ledger.since(0));
    }

    @Test
    void the_latest_fifty_refusals_are_told_apart() {
        var marks = new ArrayDeque<Double>();
        for (var time = 0; time < 10 * Ledger.MOST_REFUNDS; time++) {
            var granted = ledger.send(1);
            marks.addLast(granted);
            ledger.refund(ledger.send(2), 2);
            if (marks.size() > 50) {
                assertEquals(50, ledger.since(marks.removeFirst()));
            }
        }
    }

    @Test
    void older_refusals_are_kept_less_finely() {
        var marks = new ArrayList<Double>();
        for (var time = 0; time < 10_000; time++) {
            marks.add(ledger.send(1));
            ledger.refund(ledger.send(1), 1);
        }
        for (var time = 0; time < marks.size(); time++) {
            var after = marks.size() - 1 - time;
            assertEquals(
                    after, ledger.since(marks.get(time)), 0.05 * after, "since the mark " + after + " before the last");
        }
    }
}
