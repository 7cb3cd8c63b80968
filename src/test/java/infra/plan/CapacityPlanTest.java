package infra.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import infra.settings.Catalogue;
import infra.settings.Settings;
import infra.testkit.StackFiles;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class CapacityPlanTest {

    private static final Catalogue CATALOGUE = Catalogue.load();

    @Test
    void twelve_accounts_in_four_regions_are_four_pools() {
        var rows = CapacityTable.of(CapacityPlan.of(StackFiles.settings("prod"), CATALOGUE));
        assertEquals(
                List.of("gpt-5.1 3 2700000 2700", "gpt-5-mini 4 7200000 7200", "text-embedding-3-large 2 600000 3600"),
                rows.stream()
                        .map(row -> row.model() + " " + row.pools() + " " + row.tokensPerMinute() + " "
                                + row.requestsPerMinute())
                        .toList());
    }

    @Test
    void accounts_that_add_no_quota_are_named_once() {
        var rows = CapacityTable.of(CapacityPlan.of(StackFiles.settings("prod"), CATALOGUE));
        assertEquals(
                List.of(
                        "B and C add no quota to A, E and F none to D, K and L none to J: same subscription, region, model and SKU"),
                rows.get(0).warnings());
        assertEquals(
                List.of("H and I add no quota to G: same subscription, region, model and SKU"),
                rows.get(1).warnings());
        assertEquals(List.of(), rows.get(2).warnings());
    }

    @Test
    void accounts_in_two_regions_need_no_warning() {
        var rows = CapacityTable.of(CapacityPlan.of(StackFiles.settings("dev"), CATALOGUE));
        assertEquals(
                List.of(List.of(), List.of(), List.of()),
                rows.stream().map(CapacityTable.Row::warnings).toList());
    }

    @Test
    void more_than_the_usual_quota_is_said() {
        var mini =
                new Settings.Model("mini", "gpt-5-mini", "2025-08-07", "DataZoneStandard", 1500, "Microsoft.DefaultV2");
        var settings = settings(
                List.of(mini),
                List.of(
                        new Settings.Account("A", "eastus", List.of(mini), Optional.empty()),
                        new Settings.Account("B", "eastus", List.of(mini), Optional.empty())));
        assertEquals(
                List.of(
                        "B adds no quota to A: same subscription, region, model and SKU",
                        "eastus: 3000 k tokens/min exceed the usual quota of 2000 k"),
                CapacityTable.of(CapacityPlan.of(settings, CATALOGUE)).get(0).warnings());
    }

    @Test
    void the_committed_stacks_fit_the_usual_quota() {
        for (var stack : List.of("dev", "prod")) {
            for (var pool :
                    CapacityPlan.of(StackFiles.settings(stack), CATALOGUE).pools()) {
                assertEquals(
                        pool.thousandTokensPerMinute(),
                        Math.min(pool.thousandTokensPerMinute(), pool.model().defaultQuotaThousandTokensPerMinute()),
                        pool.id());
            }
        }
    }

    @Test
    void a_model_with_a_wider_pool_has_one_for_the_geography() {
        var mini =
                new Settings.Model("mini", "gpt-5-mini", "2025-08-07", "DataZoneStandard", 10, "Microsoft.DefaultV2");
        var wide = widened("gpt-5-mini", Map.of("DataZoneStandard", "geography"));
        var accounts = List.of("southcentralus", "eastus", "francecentral").stream()
                .map(region -> new Settings.Account(region, region, List.of(mini), Optional.empty()))
                .toList();
        assertEquals(
                List.of("us/gpt-5-mini/2025-08-07/DataZoneStandard 20", "eu/gpt-5-mini/2025-08-07/DataZoneStandard 10"),
                CapacityPlan.of(settings(List.of(mini), accounts), wide).pools().stream()
                        .map(pool -> pool.id() + " " + pool.thousandTokensPerMinute())
                        .toList());
    }

    @RepeatedTest(200)
    void pools_are_what_counting_by_hand_gives(RepetitionInfo repetition) {
        var settings = random(new Random(repetition.getCurrentRepetition()));
        var byHand = new HashMap<String, Integer>();
        var placesByName = new HashMap<String, HashSet<String>>();
        for (var account : settings.accounts()) {
            for (var model : account.deployments()) {
                var id = account.region() + "/" + model.model() + "/" + model.version() + "/" + model.sku();
                byHand.put(id, byHand.getOrDefault(id, 0) + model.capacityThousandTokensPerMinute());
                placesByName
                        .computeIfAbsent(model.name(), name -> new HashSet<>())
                        .add(id);
            }
        }
        var plan = CapacityPlan.of(settings, CATALOGUE);
        var planned = new HashMap<String, Integer>();
        plan.pools().forEach(pool -> planned.put(pool.id(), pool.thousandTokensPerMinute()));
        assertEquals(byHand, planned);
        for (var row : CapacityTable.of(plan))
            assertEquals(placesByName.get(row.model()).size(), row.pools(), row.model());
    }

    private static Settings random(Random random) {
        var models = CATALOGUE.models().stream()
                .flatMap(model -> model.regions().keySet().stream()
                        .map(sku -> new Settings.Model(
                                model.name() + "-" + sku,
                                model.name(),
                                model.version(),
                                sku,
                                1 + random.nextInt(50),
                                "Microsoft.DefaultV2")))
                .toList();
        var regions = List.copyOf(CATALOGUE.regions().keySet());
        var accounts = new ArrayList<Settings.Account>();
        IntStream.rangeClosed(0, random.nextInt(12)).forEach(index -> {
            var region = regions.get(random.nextInt(regions.size()));
            var carried = models.stream()
                    .filter(model -> CATALOGUE
                            .model(model.model(), model.version())
                            .orElseThrow()
                            .regionsOf(model.sku())
                            .contains(region))
                    .filter(model -> random.nextBoolean())
                    .toList();
            accounts.add(new Settings.Account(String.valueOf((char) ('A' + index)), region, carried, Optional.empty()));
        });
        return settings(models, accounts);
    }

    private static Settings settings(List<Settings.Model> models, List<Settings.Account> accounts) {
        var dev = StackFiles.settings("dev");
        return new Settings(
                dev.subscriptionId(),
                dev.location(),
                dev.addressSpace(),
                dev.generation(),
                dev.dataBoundary(),
                models,
                accounts,
                dev.callers(),
                dev.replicas(),
                dev.timeouts(),
                dev.workspace(),
                dev.alerts(),
                dev.image(),
                dev.contentFilters(),
                dev.protect());
    }

    private static Catalogue widened(String name, Map<String, String> scope) {
        var models = CATALOGUE.models().stream()
                .map(model -> model.name().equals(name)
                        ? new Catalogue.Model(
                                model.name(),
                                model.version(),
                                model.kind(),
                                model.requestsPerMinutePerThousandTokens(),
                                model.defaultQuotaThousandTokensPerMinute(),
                                model.regions(),
                                scope)
                        : model)
                .toList();
        return new Catalogue(CATALOGUE.regions(), CATALOGUE.skus(), models);
    }
}
