package infra.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CostEstimateTest {

    private static final PriceTable TABLE = PriceTable.load();

    @Test
    void a_kind_costs_its_price_times_its_number() {
        var cost = CostEstimate.of(
                TABLE,
                Map.of(
                        "azure-native:network:PrivateEndpoint", 13,
                        "azure-native:app/v20230501:ContainerApp", 1,
                        "azure-native:network:VirtualNetwork", 1),
                3);
        assertEquals(
                List.of("Private endpoint 13", "Idle replica of a container app 3"),
                cost.rows().stream()
                        .map(row -> row.price().kind() + " " + row.count())
                        .toList());
        assertEquals(13 * 7.30 + 3 * 15.77, cost.monthly(), 1e-9);
        assertEquals(142.21, cost.output().get("monthly"));
        assertEquals(List.of(), cost.unpriced());
    }

    @Test
    void a_type_that_the_table_does_not_know_is_named_and_not_left_out() {
        assertEquals(
                List.of("azure-native:compute:VirtualMachine"),
                CostEstimate.of(TABLE, Map.of("azure-native:compute:VirtualMachine", 1), 1)
                        .unpriced());
    }

    @Test
    void the_table_has_a_date_a_source_for_every_price_and_every_type_once() {
        LocalDate.parse(TABLE.date());
        var types = new HashSet<>(TABLE.free());
        for (var price : TABLE.prices()) {
            assertTrue(price.monthly() > 0, price.kind());
            assertFalse(price.source().isBlank(), price.kind());
            assertTrue(types.add(price.type()), price.type());
        }
        assertEquals(TABLE.free().size() + TABLE.prices().size(), types.size());
    }
}
