package infra.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
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
    void a_raised_generation_leaves_every_global_name_behind() {
        var before = NamePlan.of("acme", "sluice", "prod", 1);
        var after = NamePlan.of("acme", "sluice", "prod", 2);
        assertNotEquals(before.account("A"), after.account("A"));
        assertNotEquals(before.registry(), after.registry());
    }

    @Test
    void another_organisation_has_other_names() {
        assertNotEquals(
                NamePlan.of("acme", "sluice", "prod", 1).registry(),
                NamePlan.of("other", "sluice", "prod", 1).registry());
    }

    @RepeatedTest(300)
    void any_project_and_stack_gives_names_that_azure_takes(RepetitionInfo repetition) {
        var random = new Random(repetition.getCurrentRepetition());
        var names = NamePlan.of(word(random), word(random), word(random), 1 + random.nextInt(999));
        matches("[a-z][a-z0-9-]{0,61}[a-z0-9]", names.account("L"));
        matches("[a-z0-9]{5,50}", names.registry());
        matches("[a-z][a-z0-9-]{0,58}[a-z0-9]", names.environment());
        matches("(?!.*--)[a-z][a-z0-9-]{0,30}[a-z0-9]", names.proxyApp());
    }

    private static void matches(String pattern, String name) {
        assertTrue(name.matches(pattern), name + " (expected: " + pattern + ")");
    }

    private static String word(Random random) {
        var word = new StringBuilder();
        var length = 1 + random.nextInt(80);
        for (var index = 0; index < length; index++) word.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        return word.toString();
    }
}
