package infra.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import infra.testkit.StackFiles;
import org.junit.jupiter.api.Test;

class AvailabilityTest {

    @Test
    void the_estimate_is_the_product_of_its_terms() {
        var availability = Availability.of(StackFiles.plan("dev").capacity(), ServiceLevels.load(), false);
        assertEquals(0.9995 * 0.9999 * (1 - 0.001 * 0.001), availability.composite(), 1e-12);
    }

    @Test
    void the_model_in_the_fewest_pools_decides() {
        var terms = Availability.of(StackFiles.plan("prod").capacity(), ServiceLevels.load(), true)
                .terms();
        assertEquals("accounts in 2 pools", terms.get(3).name());
        assertEquals("Application Gateway", terms.get(0).name());
    }
}
