package proxy.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class MemberTest {

    private final Member member = new Member(Scene.backend("a", "a"), new Pace(Pace.latest()));

    private long remaining(long now) {
        return member.remaining(Ask.ask().facts(), now);
    }

    private void failsAt(long now) {
        member.failed(now, now, 0.5);
    }

    @Test
    void one_failure_ejects_an_account_with_nothing_to_its_credit_for_a_quarter_of_a_second() {
        assertEquals(0, remaining(0));
        failsAt(0);
        assertEquals(250, remaining(0));
        assertEquals(0, remaining(250));
    }

    @Test
    void three_good_answers_are_not_enough_credit_and_four_are() {
        for (var answer = 0; answer < 3; answer++) {
            member.good(0);
        }
        failsAt(0);
        assertEquals(250, remaining(0));
        var better = new Member(Scene.backend("b", "b"), new Pace(Pace.latest()));
        for (var answer = 0; answer < 4; answer++) {
            better.good(0);
        }
        better.failed(0, 0, 0.5);
        assertEquals(0, better.remaining(Ask.ask().facts(), 0));
        better.failed(0, 0, 0.5);
        assertEquals(250, better.remaining(Ask.ask().facts(), 0));
    }

    @Test
    void the_ejection_doubles_up_to_a_second_and_begins_anew_after_a_good_answer() {
        var now = 0L;
        for (var expected : new long[] {250, 500, 1_000, 1_000}) {
            failsAt(now);
            assertEquals(expected, remaining(now));
            now += expected;
        }
        member.good(now);
        failsAt(now);
        assertEquals(250, remaining(now));
    }

    @Test
    void its_credit_is_spent_by_an_ejection() {
        for (var answer = 0; answer < 100; answer++) {
            member.good(0);
        }
        failsAt(0);
        assertEquals(0, remaining(0));
        failsAt(0);
        assertEquals(250, remaining(0));
        failsAt(250);
        assertEquals(500, remaining(250));
    }
}
