package proxy.balance;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static proxy.balance.Ask.ask;

import org.junit.jupiter.api.Test;

/**
 * A pool that grants 20,000 tokens in twenty seconds. Five callers ask for 15,000 of them, and another one, again and again, for more than
 * these leave.
 */
class TurnTest {

    private static final int WINDOW = 20_000;
    private static final int WINDOWS = 20;
    private static final int LARGE = 8_000;

    private final Scene scene = Scene.pools("a");
    private long now;
    private int left;
    private int refused;

    private boolean served(Ask ask, int tokens) {
        if (!(scene.decide(ask) instanceof Decision.Forward forward)) {
            return false;
        }
        if (left < tokens) {
            refused++;
            scene.refused(
                    forward.placement(),
                    "retry-after-ms",
                    "" + (WINDOW - now % WINDOW),
                    "x-ratelimit-remaining-tokens",
                    "" + left);
            return false;
        }
        left -= tokens;
        scene.answered(forward.placement());
        scene.finished(forward.placement());
        return true;
    }

    @Test
    void what_is_larger_than_others_leave_of_a_window_has_its_turn_and_no_more_than_its_share() {
        var large = 0;
        var small = 0;
        var asked = 0;
        var waited = 0L;
        var longest = 0L;
        for (; now < (long) WINDOWS * WINDOW; now += 200) {
            left = now % WINDOW == 0 ? WINDOW : left;
            asked++;
            small += served(ask(150).by("caller " + now / 200 % 5, 1), 150) ? 1 : 0;
            waited += 200;
            if (now % 1_000 == 0 && served(ask(LARGE).by("large", 1), LARGE)) {
                large++;
                waited = 0;
            }
            longest = Math.max(longest, waited);
            scene.pass(200);
        }
        // 5,000 of each window are left to it: what a turn takes beyond that is the others' loss.
        assertTrue(longest <= 3 * WINDOW, "waited for " + longest);
        assertTrue(large <= WINDOWS * 5_000 / LARGE + 1, "large: " + large);
        var lost = large * (LARGE - 5_000) / 150;
        assertTrue(small >= 0.98 * asked - lost, "small: " + small + " of " + asked);
        assertTrue(refused <= large, "refused: " + refused);
    }
}
