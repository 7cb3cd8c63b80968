package infra.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import infra.plan.AddressPlan.Subnet;
import infra.settings.Cidr;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class AddressPlanTest {

    @Test
    void the_default_space_is_cut_as_documented() {
        var plan = AddressPlan.of(Cidr.parse("10.20.0.0/16").orElseThrow());
        assertEquals("10.20.0.0/24", plan.range(Subnet.GATEWAY).toString());
        assertEquals("10.20.2.0/23", plan.range(Subnet.CONTAINER_APPS).toString());
        assertEquals("10.20.4.0/26", plan.range(Subnet.PRIVATE_ENDPOINTS).toString());
    }

    @RepeatedTest(200)
    void subnets_lie_in_the_space_and_apart(RepetitionInfo repetition) {
        var random = new Random(repetition.getCurrentRepetition());
        var space = space(random, 16 + random.nextInt(6));
        var plan = AddressPlan.of(space);
        for (var one : Subnet.values()) {
            assertTrue(space.contains(plan.range(one)));
            assertEquals(one.prefix(), plan.range(one).prefix());
            for (var other : Subnet.values()) {
                if (one != other) assertFalse(plan.range(one).overlaps(plan.range(other)), one + " and " + other);
            }
        }
    }

    @RepeatedTest(200)
    void a_subnet_added_at_the_end_moves_no_other(RepetitionInfo repetition) {
        var random = new Random(repetition.getCurrentRepetition());
        var space = space(random, 16);
        var prefixes = new ArrayList<Integer>();
        var before = List.<Cidr>of();
        for (var count = 0; count < 8; count++) {
            prefixes.add(22 + random.nextInt(7));
            var after = AddressPlan.cut(space, prefixes);
            assertEquals(before, after.subList(0, before.size()));
            before = after;
        }
    }

    @Test
    void a_space_without_room_is_refused() {
        var space = Cidr.parse("10.20.0.0/24").orElseThrow();
        var fault = assertThrows(IllegalArgumentException.class, () -> AddressPlan.of(space));
        assertEquals(
                "addressSpace: 10.20.0.0/24 (expected: room for subnets with the prefixes [24, 23, 26])",
                fault.getMessage());
    }

    private static Cidr space(Random random, int prefix) {
        var size = Cidr.size(prefix);
        return new Cidr((10L << 24) + random.nextInt((int) ((1 << 24) / size)) * size, prefix);
    }
}
