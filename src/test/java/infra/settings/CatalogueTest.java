package infra.settings;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CatalogueTest {

    private static final Catalogue CATALOGUE = Catalogue.load();

    @Test
    void every_model_is_offered_under_skus_and_in_regions_that_the_catalogue_knows() {
        for (var model : CATALOGUE.models()) {
            assertFalse(model.regions().isEmpty(), model.name());
            assertTrue(CATALOGUE.skus().keySet().containsAll(model.regions().keySet()), model.name());
            model.regions()
                    .forEach((sku, regions) ->
                            assertTrue(CATALOGUE.regions().keySet().containsAll(regions), model.name() + " " + sku));
            assertTrue(model.requestsPerMinutePerThousandTokens() > 0, model.name());
            assertTrue(model.defaultQuotaThousandTokensPerMinute() > 0, model.name());
        }
    }

    @Test
    void a_version_of_a_model_stands_there_once() {
        var versions = CATALOGUE.models().stream()
                .map(model -> model.name() + " " + model.version())
                .toList();
        assertEquals(versions.stream().distinct().toList(), versions);
    }

    @Test
    void every_sku_has_a_boundary_and_a_place_for_its_quota() {
        CATALOGUE.skus().forEach((name, sku) -> assertDoesNotThrow(sku::boundary, name));
        for (var model : CATALOGUE.models()) {
            model.regions()
                    .forEach((sku, regions) -> regions.forEach(
                            region -> assertDoesNotThrow(() -> CATALOGUE.poolPlace(model, sku, region), model.name())));
        }
    }

    @Test
    void a_scope_or_a_boundary_that_nobody_knows_is_said() {
        var sku = new Catalogue.Sku("moon", "planet");
        var model = new Catalogue.Model("m", "1", "chat", 1, 1, Map.of("Standard", List.of("eastus")), null);
        var catalogue = new Catalogue(CATALOGUE.regions(), Map.of("Standard", sku), List.of(model));
        assertEquals(
                "poolScope: planet (expected: region, geography or subscription)",
                assertThrows(IllegalStateException.class, () -> catalogue.poolPlace(model, "Standard", "eastus"))
                        .getMessage());
        assertEquals(
                "dataStaysIn: moon (expected: region, geography or world)",
                assertThrows(IllegalStateException.class, sku::boundary).getMessage());
    }
}
