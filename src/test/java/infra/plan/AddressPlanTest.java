package infra.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import infra.plan.AddressPlan.Subnet;
import infra.settings.Cidr;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class AddressPlanTest {

    @Test
    void the_default_space_is_cut_as_documented() {
        var plan = AddressPlan.of(Cidr.parse("10.20.0.0/16").orElseThrow());
        assertEquals("10.20.0.0/24", plan.range(Subnet.GATEWAY).toString());
        assertEquals("10.20.2.0/23", plan.range(Subnet.CONTAINER_APPS).toString());
        assertEquals("10.20.4.0/26", plan.range(Subnet.PRIVATE_ENDPOINTS).toString());
    }

    @Property
    void subnets_lie_in_the_space_and_apart(@ForAll("spaces") Cidr space) {
        var plan = AddressPlan.of(space);
        for (var one : Subnet.values()) {
            assertTrue(space.contains(plan.range(one)));
            assertEquals(one.prefix(), plan.range(one).prefix());
            for (var other : Subnet.values()) {
                if (one != other) assertFalse(plan.range(one).overlaps(plan.range(other)), one + " and " + other);
            }
        }
    }

    @Property
    void a_subnet_added_at_the_end_moves_no_other(
            @ForAll("spaces") Cidr space,
            @ForAll @Size(min = 1, max = 8) List<@IntRange(min = 24, max = 29) Integer> prefixes) {
        var before = AddressPlan.cut(space, prefixes.subList(0, prefixes.size() - 1));
        var after = AddressPlan.cut(space, prefixes);
        assertEquals(before, after.subList(0, before.size()));
        for (var range : before) assertFalse(range.overlaps(after.get(before.size())));
    }

    /** Looks at one address after another, without arithmetic on sizes. */
    @Property(tries = 200)
    void each_range_is_the_first_that_looking_address_by_address_finds(
            @ForAll("spaces") Cidr space,
            @ForAll @Size(min = 1, max = 10) List<@IntRange(min = 18, max = 29) Integer> prefixes) {
        var found = byLooking(space, prefixes);
        if (found.size() == prefixes.size()) {
            assertEquals(found, AddressPlan.cut(space, prefixes));
        } else {
            var fault = assertThrows(IllegalArgumentException.class, () -> AddressPlan.cut(space, prefixes));
            assertTrue(fault.getMessage().startsWith("addressSpace: " + space + " "), fault.getMessage());
        }
    }

    private static List<Cidr> byLooking(Cidr space, List<Integer> prefixes) {
        var found = new ArrayList<Cidr>();
        var address = space.address();
        for (var prefix : prefixes) {
            while (address % Cidr.size(prefix) != 0) address++;
            var last = address + Cidr.size(prefix) - 1;
            if (last >= space.end()) return found;
            found.add(new Cidr(address, prefix));
            address = last + 1;
        }
        return found;
    }

    @Property
    void the_gateways_address_is_one_that_azure_lets_it_have(@ForAll("spaces") Cidr space) {
        var plan = AddressPlan.of(space);
        var address = Cidr.parse(plan.gatewayAddress() + "/32").orElseThrow();
        var subnet = plan.range(Subnet.GATEWAY);
        assertTrue(subnet.contains(address));
        // Azure keeps the first four addresses of a subnet and the last.
        assertTrue(address.address() >= subnet.address() + 4 && address.address() < subnet.end() - 1);
    }

    @Test
    void a_space_without_room_is_refused() {
        var space = Cidr.parse("10.20.0.0/24").orElseThrow();
        var fault = assertThrows(IllegalArgumentException.class, () -> AddressPlan.of(space));
        assertEquals(
                "addressSpace: 10.20.0.0/24 (expected: room for subnets with the prefixes [24, 23, 26])",
                fault.getMessage());
    }

    /** Every range that the settings take inside 10.0.0.0/8. */
    @Provide
    Arbitrary<Cidr> spaces() {
        return Arbitraries.integers()
                .between(16, 21)
                .flatMap(prefix -> Arbitraries.longs()
                        .between(0, (1L << 24) / Cidr.size(prefix) - 1)
                        .map(index -> new Cidr((10L << 24) + index * Cidr.size(prefix), prefix)));
    }
}
