package infra.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import infra.testkit.StackFiles;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GeographyPlanTest {

    @Test
    void without_profiles_data_may_be_anywhere() {
        assertEquals(new GeographyPlan(Optional.empty(), Optional.empty()), plan("[]"));
    }

    @Test
    void an_account_may_be_where_one_profile_says_and_the_store_where_all_say() {
        assertEquals(
                new GeographyPlan(Optional.of(Set.of("eu", "us")), Optional.of(Set.of("us"))),
                plan("[{name: a, roles: [A], geographies: [us, eu]}, {name: b, roles: [B], geographies: [us]}]"));
    }

    @Test
    void a_profile_without_a_bound_opens_the_accounts_and_not_the_store() {
        for (var open : new String[] {"{name: b, roles: [B]}", "{name: b, roles: [B], geographies: [us, world]}"}) {
            assertEquals(
                    new GeographyPlan(Optional.empty(), Optional.of(Set.of("us"))),
                    plan("[{name: a, roles: [A], geographies: [us]}, " + open + "]"));
        }
    }

    private static GeographyPlan plan(String profiles) {
        var values = Map.of(
                "sluice:callers", StackFiles.yamlToJson("{profiles: " + profiles + "}"),
                "sluice:accounts", "[{\"name\": \"A\", \"region\": \"eastus\"}]",
                "sluice:promptLog", "{\"region\": \"eastus\"}",
                "sluice:registryPushEndpoint", "127.0.0.1:7072");
        return GeographyPlan.of(StackFiles.parse(values));
    }
}
