package infra.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import infra.settings.Settings.Timeouts;
import infra.testkit.StackFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimeoutPlanTest {

    @ParameterizedTest
    @ValueSource(strings = {"dev", "prod"})
    void every_limit_lies_within_the_one_around_it(String stack) {
        var plan = StackFiles.plan(stack).timeouts();
        assertTrue(plan.proxy().connectMillis() < plan.proxy().firstByteSeconds() * 1000);
        assertTrue(plan.proxy().firstByteSeconds() <= plan.proxy().totalSeconds());
        assertTrue(plan.proxy().totalSeconds() < TimeoutPlan.INGRESS_SECONDS);
        assertTrue(plan.proxy().totalSeconds() <= plan.proxy().drainSeconds());
        assertTrue(plan.proxy().drainSeconds() < plan.containerGraceSeconds());
        assertTrue(plan.proxy().totalSeconds() < plan.gatewayRequestSeconds());
    }

    @Test
    void a_limit_beyond_the_one_around_it_is_refused() {
        assertEquals(
                "connectMillis: 60001 ms (expected: at most 60000 ms)",
                fault(new Timeouts(60_001, 5, 30, 60, 60, 60, 60)));
        assertEquals("idleSeconds: 61 s (expected: at most 60 s)", fault(new Timeouts(2000, 5, 30, 60, 61, 60, 60)));
        assertEquals(
                "totalSeconds: 240 s (expected: at most 239 s)", fault(new Timeouts(2000, 5, 30, 60, 60, 240, 240)));
        assertEquals("totalSeconds: 60 s (expected: at most 59 s)", fault(new Timeouts(2000, 5, 30, 60, 60, 60, 59)));
    }

    private static String fault(Timeouts timeouts) {
        return assertThrows(IllegalArgumentException.class, () -> new TimeoutPlan(timeouts))
                .getMessage();
    }
}
