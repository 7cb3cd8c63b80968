package proxy.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
    void the_oldest_of_more_than_sixteen_refusals_is_forgotten() {
        for (var time = 0; time < 16; time++) {
            ledger.refund(ledger.send(1), 1);
        }
        assertEquals(0, ledger.since(0));
        ledger.refund(ledger.send(1), 1);
        assertEquals(1, ledger.since(0));
    }
}
