package infra.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import infra.testkit.StackFiles;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallerProfilesTest {

    @Test
    void a_profile_may_do_everything_unless_it_says_otherwise() {
        assertEquals(
                List.of(new CallerProfile(
                        "all",
                        List.of(),
                        List.of("Chat"),
                        List.of(),
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        2,
                        true,
                        false,
                        Map.of())),
                profiles("[{name: all, roles: [Chat]}]"));
    }

    @Test
    void a_profile_may_be_bound_in_every_way() {
        var id = "33333333-3333-4333-8333-333333333333";
        assertEquals(
                List.of(new CallerProfile(
                        "bound",
                        List.of(id),
                        List.of(),
                        List.of("gpt-5.1"),
                        List.of("us", "world"),
                        Optional.of(1),
                        Optional.of(2),
                        Optional.of(3),
                        1,
                        false,
                        true,
                        Map.of())),
                profiles(
                        "[{name: bound, clientIds: [" + id + "], models: [gpt-5.1], geographies: [us, world], "
                                + "requestsPerMinute: 1, tokensPerMinute: 2, concurrency: 3, priority: 1, streaming: false, debug: true}]"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{name: p, roles: [R], models: [gpt-9]}          | models[0]: gpt-9 (expected: a list of names of sluice:models)",
                "{name: p, roles: [R], geographies: [mars]}      | geographies[0]: mars (expected: a list of geographies: eu, jp, us, world)",
                "{name: p, roles: [R], models: [gpt-5.1], geographies: [eu, jp]} | geographies: eu, jp (expected: one that serves gpt-5.1: us)",
                "{name: p, roles: [R], geographies: [jp]}        | geographies: jp (expected: one that serves a model: us)",
                "{name: p}                                       | roles: absent (expected: at least one of roles and clientIds, so that someone has the profile)",
                "{name: p, clientIds: [me]}                      | clientIds[0]: me (expected: a list of client ids (GUIDs))",
                "{name: p, roles: [R], priority: 4}              | priority: 4 (expected: 1 to 3)",
                "{name: p, roles: [R], concurrency: 0}           | concurrency: 0 (expected: 1 to 1000000000)",
                "{name: p, roles: [R], streaming: maybe}         | streaming: maybe (expected: true or false)",
                "{name: 'a b', roles: [R]}                       | name: a b (expected: 1 to 64 letters, digits, '_', '.' or '-')",
            })
    void a_part_that_breaks_its_rule_is_named_by_its_path(String profile, String fault) {
        // Beside what only follows from it: an account or a store that the profile cannot use.
        var said = List.of(fault("[" + profile + "]").split("\n"));
        assertEquals(
                List.of("sluice:callers.profiles[0]." + fault),
                said.stream().filter(line -> line.startsWith("sluice:callers.")).toList());
    }

    @Test
    void an_account_where_no_profile_lets_data_go_is_a_fault_while_every_profile_has_a_bound() {
        var europe = "{name: p, roles: [R], geographies: [eu]}";
        assertTrue(
                fault("[" + europe + "]")
                        .contains(
                                "sluice:accounts[0].region: eastus (expected: a region in a geography that a caller profile lists: eu)"));
        assertFalse(fault("[" + europe + ", {name: q, roles: [S]}]").contains("accounts[0]"));
    }

    @Test
    void two_profiles_have_two_names() {
        assertEquals(
                "sluice:callers.profiles[1].name: p (expected: a name that no other profile has)",
                fault("[{name: p, roles: [R]}, {name: p, roles: [S]}]"));
    }

    private static List<CallerProfile> profiles(String profiles) {
        var values = Map.of(
                "sluice:accounts", "[{\"name\": \"A\", \"region\": \"eastus\"}]",
                "sluice:registryPushEndpoint", "127.0.0.1:7072",
                "sluice:callers", StackFiles.yamlToJson("{profiles: " + profiles + "}"));
        return Settings.parse(StackFiles.lookup(values), StackFiles::file, Catalogue.load())
                .callers()
                .profiles();
    }

    private static String fault(String profiles) {
        return assertThrows(IllegalArgumentException.class, () -> profiles(profiles))
                .getMessage();
    }
}
