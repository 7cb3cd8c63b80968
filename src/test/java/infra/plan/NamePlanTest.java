package infra.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class NamePlanTest {

    private static final String ALPHABET = "abcxyzABC019-_.é ";

    @Test
    void names_are_readable() {
        var names = NamePlan.of("acme", "sluice", "prod", 1);
        assertTrue(names.account("A").matches("sluice-prod-a-[0-9a-f]{6}"), names.account("A"));
        assertTrue(names.registry().matches("sluiceprod[0-9a-f]{6}"), names.registry());
        assertTrue(names.environment().matches("sluice-prod-[0-9a-f]{6}"), names.environment());
        assertEquals("sluice-prod-proxy", names.proxyApp());
    }

    @Test
    void another_organisation_has_other_names() {
        assertNotEquals(
                NamePlan.of("acme", "sluice", "prod", 1).registry(),
                NamePlan.of("other", "sluice", "prod", 1).registry());
    }

    @Property
    void any_project_and_stack_gives_names_that_azure_takes(
            @ForAll("words") String organization,
            @ForAll("words") String project,
            @ForAll("words") String stack,
            @ForAll @IntRange(min = 1, max = 999) int generation) {
        var names = NamePlan.of(organization, project, stack, generation);
        matches("[a-z][a-z0-9-]{0,61}[a-z0-9]", names.account("L"));
        matches("[a-z0-9]{5,50}", names.registry());
        matches("(?=.{3,44}$)[a-z0-9]+(-[a-z0-9]+)*", names.promptLog());
        matches("[a-z][a-z0-9-]{0,58}[a-z0-9]", names.environment());
        matches("(?!.*--)[a-z][a-z0-9-]{0,30}[a-z0-9]", names.proxyApp());
        matches("[a-z][a-z0-9-]{0,78}[a-z0-9]", names.gateway());
        matches("[a-z][a-z0-9-]{1,61}[a-z0-9]", names.gatewayLabel());
        matches("(?!.*--)[a-z][a-z0-9-]{1,22}[a-z0-9]", names.vault());
        matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", names.workbook());
    }

    @Property
    void any_raised_generation_leaves_every_global_name_behind(
            @ForAll("words") String project,
            @ForAll("words") String stack,
            @ForAll @IntRange(min = 1, max = 998) int generation) {
        assertTrue(Collections.disjoint(
                global(NamePlan.of("acme", project, stack, generation)),
                global(NamePlan.of("acme", project, stack, generation + 1))));
    }

    @Property
    void names_are_stable_and_those_of_two_stacks_differ(
            @ForAll("words") String project, @ForAll("words") String stack, @ForAll("words") String other) {
        var names = NamePlan.of("acme", project, stack, 1);
        assertEquals(global(names), global(NamePlan.of("acme", project, stack, 1)));
        Assume.that(!stack.equals(other));
        assertTrue(Collections.disjoint(global(names), global(NamePlan.of("acme", project, other, 1))));
    }

    /** The names that are global in Azure, by the domain that they are a label of: all different. */
    private static Set<String> global(NamePlan names) {
        var global = new HashSet<>(Set.of(
                names.registry() + ".azurecr.io",
                names.promptLog() + ".documents.azure.com",
                names.vault() + ".vault.azure.net",
                names.gatewayLabel() + ".cloudapp.azure.com",
                names.environment(),
                names.workbook()));
        for (var account = 'A'; account <= 'L'; account++) {
            global.add(names.account(String.valueOf(account)) + ".openai.azure.com");
        }
        assertEquals(18, global.size());
        return global;
    }

    private static void matches(String pattern, String name) {
        assertTrue(name.matches(pattern), name + " (expected: " + pattern + ")");
    }

    @Provide
    Arbitrary<String> words() {
        var likely = Arbitraries.strings().withChars(ALPHABET).ofMinLength(1).ofMaxLength(80);
        return Arbitraries.oneOf(likely, Arbitraries.strings().ofMinLength(1).ofMaxLength(40));
    }
}
