package infra.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import infra.plan.Plan;
import infra.plan.ProxyConfig;
import infra.testkit.StackFiles;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScreeningSettingsTest {

    private final Map<String, String> files = new HashMap<>();

    private Settings parse(String screening, String profiles) {
        files.putIfAbsent("words.txt", "# names\nfalcon\n=C++\n");
        var values = new HashMap<>(Map.of(
                "sluice:accounts",
                "[{\"name\": \"A\", \"region\": \"eastus\"}]",
                "sluice:registryPushEndpoint",
                "127.0.0.1:7072",
                "sluice:screening",
                StackFiles.yamlToJson(screening),
                "sluice:callers",
                StackFiles.yamlToJson("{profiles: " + profiles + "}")));
        return Settings.parse(
                StackFiles.lookup(values), path -> Optional.ofNullable(files.get(path)), Catalogue.load());
    }

    private String fault(String screening) {
        return assertThrows(IllegalArgumentException.class, () -> parse(screening, "[]"))
                .getMessage();
    }

    @Test
    void nothing_is_looked_for_unless_it_is_said() {
        assertEquals(Screening.NONE, parse("{}", "[]").screening());
    }

    @Test
    void lines_keep_their_numbers_and_rules_their_words() {
        assertEquals(
                new Screening(
                        List.of("", "falcon", "=C++"),
                        Map.of("words", "block", "injection", "log", "personalData", "off")),
                parse("{words: words.txt, rules: {words: block, injection: log, personalData: off}}", "[]")
                        .screening());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{rules: {words: log}}                         | rules.words: log (expected: off while sluice:screening.words names no file with a word)",
                "{words: words.txt, rules: {words: drop}}      | rules.words: drop (expected: off, log or block)",
                "{rules: {personalData: block}}                | rules.personalData: block (expected: off or log: what looks like personal data often is not)",
                "{rules: {tone: log}}                          | rules.tone: log (expected: one of words, answers, injection, personalData)",
                "{words: ../words.txt}                         | words: ../words.txt (expected: a file beside Pulumi.yaml, without '..')",
                "{words: gone.txt}                             | words: gone.txt (expected: a file beside Pulumi.yaml, without '..', in UTF-8)",
                "{words: signs.txt}                            | words: signs.txt:2: --- (expected: a word of at most 128 characters; signs count only after =)",
                "{words: large.txt}                            | words: large.txt: 1001 lines, 101100 bytes (expected: at most 10000 lines and 65536 bytes without comments)"
            })
    void a_part_that_breaks_its_rule_is_named_by_its_path(String screening, String fault) {
        files.put("signs.txt", "one\n---\n");
        files.put("large.txt", ("x".repeat(100) + "\n").repeat(1001));
        assertEquals("sluice:screening." + fault, fault(screening));
    }

    @Test
    void a_profile_has_rules_of_its_own() {
        var profiles = "[{name: a, roles: [A], screening: {words: off, answers: log}}]";
        var settings = parse("{words: words.txt, rules: {words: block}}", profiles);
        assertEquals(
                Map.of("words", "off", "answers", "log"),
                settings.callers().profiles().get(0).screening());
        var plan = Plan.of(settings, Catalogue.load(), "test", "sluice", "dev");
        var rendered = ProxyConfig.render(plan, "client", "tenant");
        assertTrue(rendered.contains("\"screening\":{\"answers\":\"log\",\"words\":\"off\"}"), rendered);
        assertTrue(
                rendered.contains(
                        "\"screening\":{\"words\":[\"\",\"falcon\",\"=C++\"],\"rules\":{\"words\":\"block\"}}"),
                rendered);
        assertEquals(
                "sluice:callers.profiles[0].screening.answers: log (expected: off while sluice:screening.words names no file with a word)",
                assertThrows(IllegalArgumentException.class, () -> parse("{}", profiles))
                        .getMessage());
    }
}
