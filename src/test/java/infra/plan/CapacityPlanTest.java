package infra.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import infra.settings.Catalogue;
import infra.settings.FilterProfile;
import infra.settings.Settings;
import infra.testkit.StackFiles;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CapacityPlanTest {

    private static final Catalogue CATALOGUE = Catalogue.load();

    @Test
    void twelve_accounts_in_four_regions_are_four_pools() {
        var rows = rows(StackFiles.settings("prod"));
        assertEquals(
                List.of("gpt-5.1 3 2700000 2700", "gpt-5-mini 4 7200000 7200", "text-embedding-3-large 2 600000 3600"),
                rows.stream()
                        .map(row -> row.model() + " " + row.shares().size() + " " + row.tokensPerMinute() + " "
                                + row.requestsPerMinute())
                        .toList());
    }

    @Test
    void every_pool_says_what_each_account_takes_and_which_add_no_quota() {
        var shares = rows(StackFiles.settings("prod")).get(0).shares();
        assertEquals(
                List.of(
                        "southcentralus {A=300000, B=300000, C=300000} 900000 of 1000000: B and C add no quota to A",
                        "eastus {D=300000, E=300000, F=300000} 900000 of 1000000: E and F add no quota to D",
                        "francecentral {J=300000, K=300000, L=300000} 900000 of 1000000: K and L add no quota to J"),
                shares.stream()
                        .map(share -> share.pool().place() + " " + share.accounts() + " " + share.tokensPerMinute()
                                + " of " + share.quota() + ": " + share.note())
                        .map(text -> text.replace(": same subscription, region, model and SKU", ""))
                        .toList());
    }

    @Test
    void accounts_that_do_not_carry_a_model_are_named_by_region() {
        var rows = rows(StackFiles.settings("prod"));
        assertEquals(
                List.of("not in westeurope: G, H and I do not carry it"),
                rows.get(0).warnings());
        assertEquals(List.of(), rows.get(1).warnings());
        assertEquals(
                List.of(
                        "not in southcentralus: A, B and C do not carry it",
                        "not in westeurope: G, H and I do not carry it"),
                rows.get(2).warnings());
    }

    @Test
    void accounts_in_two_regions_need_no_warning() {
        for (var row : rows(StackFiles.settings("dev"))) {
            assertEquals(List.of(), row.warnings());
            assertEquals(
                    List.of("", ""),
                    row.shares().stream().map(CapacityTable.Share::note).toList());
        }
    }

    @Test
    void more_than_the_usual_quota_is_said() {
        var row = rows(StackFiles.dev(List.of(model(1500)), List.of(account("A", 1500), account("B", 1500))))
                .get(0);
        assertEquals(List.of("eastus: 3000 k tokens/min exceed the usual quota of 2000 k"), row.warnings());
        assertEquals(
                "B adds no quota to A: same subscription, region, model and SKU",
                row.shares().get(0).note());
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
                new Settings.Model("mini", "gpt-5-mini", "2025-08-07", "DataZoneStandard", 10, FilterProfile.DEFAULT);
        var wide = widened("gpt-5-mini", Map.of("DataZoneStandard", "geography"));
        var accounts = List.of("southcentralus", "eastus", "francecentral").stream()
                .map(region -> new Settings.Account(region, region, List.of(mini), Optional.empty(), 1))
                .toList();
        assertEquals(
                List.of("us/gpt-5-mini/2025-08-07/DataZoneStandard 20", "eu/gpt-5-mini/2025-08-07/DataZoneStandard 10"),
                CapacityPlan.of(StackFiles.dev(List.of(mini), accounts), wide).pools().stream()
                        .map(pool -> pool.id() + " " + pool.thousandTokensPerMinute())
                        .toList());
    }

    private static Settings.Model model(int thousandTokens) {
        return new Settings.Model(
                "mini", "gpt-5-mini", "2025-08-07", "DataZoneStandard", thousandTokens, FilterProfile.DEFAULT);
    }

    private static Settings.Account account(String name, int thousandTokens) {
        return new Settings.Account(name, "eastus", List.of(model(thousandTokens)), Optional.empty(), 1);
    }

    private static List<CapacityTable.Row> rows(Settings settings) {
        return CapacityTable.of(settings, CapacityPlan.of(settings, CATALOGUE));
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
