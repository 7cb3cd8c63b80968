package infra.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import infra.settings.Catalogue;
import infra.settings.FilterProfile;
import infra.settings.Settings;
import infra.testkit.StackFiles;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Any fleet under any width of pools: counted a second time, account by account, without the plan's own words. */
class CapacityByHandTest {

    private static final Catalogue CATALOGUE = Catalogue.load();

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void pools_are_what_counting_by_hand_gives(
            @ForAll("fleets") Settings settings, @ForAll("scopes") Map<String, String> scopes) {
        var tokens = new HashMap<List<?>, Integer>();
        var accounts = new HashMap<String, Map<List<?>, Set<String>>>();
        for (var account : settings.accounts()) {
            for (var model : account.deployments()) {
                var place = placeByHand(scopes.get(model.sku()), account.region());
                var bucket = List.of(account.subscriptionId(), place, model.model(), model.version(), model.sku());
                tokens.merge(bucket, model.capacityThousandTokensPerMinute(), Integer::sum);
                accounts.computeIfAbsent(model.name(), name -> new HashMap<>())
                        .computeIfAbsent(bucket, key -> new HashSet<>())
                        .add(account.name());
            }
        }
        var plan = CapacityPlan.of(settings, widened(scopes));
        assertEquals(
                sorted(tokens.values()),
                sorted(plan.pools().stream()
                        .map(CapacityPlan.Pool::thousandTokensPerMinute)
                        .toList()));
        var rows = CapacityTable.of(settings, plan);
        assertEquals(
                accounts.keySet(), rows.stream().map(CapacityTable.Row::model).collect(Collectors.toSet()));
        for (var row : rows) {
            assertEquals(
                    Set.copyOf(accounts.get(row.model()).values()),
                    row.shares().stream()
                            .map(share -> share.accounts().keySet())
                            .collect(Collectors.toSet()),
                    row.model());
            assertEquals(byHand(settings, row.model(), 1000), row.tokensPerMinute(), row.model());
            var requests = CATALOGUE.models().stream()
                    .filter(model -> row.model().startsWith(model.name() + "-"))
                    .findFirst()
                    .orElseThrow()
                    .requestsPerMinutePerThousandTokens();
            assertEquals(byHand(settings, row.model(), requests), row.requestsPerMinute(), row.model());
            for (var share : row.shares()) {
                var others =
                        share.note().replaceFirst(" adds? no quota to .*", "").split(", | and ");
                assertEquals(share.accounts().size() - 1, share.note().isEmpty() ? 0 : others.length, share.note());
            }
        }
    }

    private static long byHand(Settings settings, String name, int perThousandTokens) {
        var sum = 0L;
        for (var account : settings.accounts()) {
            for (var model : account.deployments()) {
                if (model.name().equals(name))
                    sum += model.capacityThousandTokensPerMinute() * (long) perThousandTokens;
            }
        }
        return sum;
    }

    private static String placeByHand(String scope, String region) {
        if (scope.equals("region")) return region;
        return scope.equals("geography") ? CATALOGUE.regions().get(region).geography() : "";
    }

    /** How wide the pools of each SKU are: Azure's today, and any other. */
    @Provide
    Arbitrary<Map<String, String>> scopes() {
        return Arbitraries.maps(
                        Arbitraries.of(CATALOGUE.skus().keySet()),
                        Arbitraries.of("region", "geography", "subscription"))
                .ofSize(CATALOGUE.skus().size());
    }

    private static Catalogue widened(Map<String, String> scopes) {
        var skus = new HashMap<String, Catalogue.Sku>();
        CATALOGUE.skus().forEach((name, sku) -> skus.put(name, new Catalogue.Sku(sku.dataStaysIn(), scopes.get(name))));
        return new Catalogue(CATALOGUE.regions(), skus, CATALOGUE.models());
    }

    private static List<Integer> sorted(Collection<Integer> numbers) {
        return numbers.stream().sorted().toList();
    }

    @Provide
    Arbitrary<Settings> fleets() {
        var accounts = Combinators.combine(
                        Arbitraries.of(CATALOGUE.regions().keySet()),
                        Arbitraries.of("", "one", "two")
                                .map(word -> Optional.of(word).filter(text -> !text.isEmpty())),
                        Arbitraries.of(models()).set())
                .as((region, subscription, models) -> new Settings.Account(
                        "?",
                        region,
                        models.stream().filter(model -> offered(model, region)).toList(),
                        subscription,
                        1));
        return accounts.list().ofMinSize(1).ofMaxSize(12).map(list -> StackFiles.dev(models(), named(list)));
    }

    private static List<Settings.Account> named(List<Settings.Account> accounts) {
        return IntStream.range(0, accounts.size())
                .mapToObj(index -> {
                    var account = accounts.get(index);
                    var name = String.valueOf((char) ('A' + index));
                    return new Settings.Account(
                            name, account.region(), account.deployments(), account.subscriptionId(), 1);
                })
                .toList();
    }

    /** Every model of the catalogue under each of its SKUs. */
    private static List<Settings.Model> models() {
        return CATALOGUE.models().stream()
                .flatMap(model -> model.regions().keySet().stream()
                        .map(sku -> new Settings.Model(
                                model.name() + "-" + sku,
                                model.name(),
                                model.version(),
                                sku,
                                1 + Math.floorMod((model.name() + sku).hashCode(), 50),
                                FilterProfile.DEFAULT)))
                .toList();
    }

    private static boolean offered(Settings.Model model, String region) {
        return CATALOGUE
                .model(model.model(), model.version())
                .orElseThrow()
                .regionsOf(model.sku())
                .contains(region);
    }
}
