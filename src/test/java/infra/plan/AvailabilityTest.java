package infra.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import infra.testkit.StackFiles;
import org.junit.jupiter.api.Test;

class AvailabilityTest {

    @Test
    void the_estimate_is_the_product_of_its_terms() {
        var availability = Availability.of(StackFiles.settings("dev"), ServiceLevels.load(), false);
        assertEquals(0.9995 * 0.9999 * (1 - 0.001 * 0.001), availability.composite(), 1e-12);
    }

    @Test
    void the_model_in_the_fewest_regions_decides() {
        var terms = Availability.of(StackFiles.settings("prod"), ServiceLevels.load(), true)
                .terms();
        assertEquals(
                "accounts in 2 regions (of the model with the fewest)",
                terms.get(3).name());
        assertEquals("Application Gateway", terms.get(0).name());
    }

    @Test
    void more_subscriptions_in_the_same_regions_are_no_more_available() {
        var terms = Availability.of(StackFiles.example("three-subscriptions"), ServiceLevels.load(), false)
                .terms();
        assertEquals(
                "accounts in 4 regions (of the model with the fewest)",
                terms.get(2).name());
    }
}
