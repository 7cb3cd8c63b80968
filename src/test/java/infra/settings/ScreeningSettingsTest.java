package infra.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import infra.plan.Plan;
import infra.plan.ProxyConfig;
import infra.testkit.StackFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScreeningSettingsTest {

    private final Map<String, String> files = new HashMap<>();
    private final Map<String, String> others = new HashMap<>();

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
        values.putAll(others);
        return Settings.parse(
                StackFiles.lookup(values), path -> Optional.ofNullable(files.get(path)), Catalogue.load());
    }

    private String fault(String screening) {
        return fault(screening, "[]");
    }

    private String fault(String screening, String profiles) {
        return assertThrows(IllegalArgumentException.class, () -> parse(screening, profiles))
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
                        new Words(List.of("", "falcon", "=C++")),
                        Map.of("words", "block", "injection", "log", "personalData", "off"),
                        Optional.empty()),
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
                "{rules: {tone: log}}                          | rules.tone: log (expected: one of words, answers, injection, topics, personalData)",
                "{words: ../words.txt}                         | words: ../words.txt (expected: a file beside Pulumi.yaml, without '..')",
                "{words: gone.txt}                             | words: gone.txt (expected: a file beside Pulumi.yaml, without '..', in UTF-8)",
                "{words: signs.txt}                            | words: signs.txt:2: no character that counts (expected: 1 to 128, a letter, digit, pictograph or currency among them; signs count only after =)",
                "{words: large.txt}                            | words: large.txt: 1001 words, 101100 bytes (expected: at most 10000 words and 65536 bytes without comments)",
                "{words: long.txt}                             | words: long.txt:1: 129 characters (expected: 1 to 128, a letter, digit, pictograph or currency among them; signs count only after =)",
                "{rules: {topics: log}}                        | rules.topics: log (expected: off while sluice:screening.topics is absent)",
                "{topics: {deployment: gpt, list: [{name: a, sentences: [b], similarityPercent: 5}]}} | topics.deployment: gpt (expected: the name of one of sluice:models, of an embedding model)",
                "{topics: {deployment: gpt-5.1, list: [{name: a, sentences: [b], similarityPercent: 5}]}} | topics.deployment: gpt-5.1 (expected: the name of one of sluice:models, of an embedding model)",
                "{topics: {deployment: text-embedding-3-large, onFailure: maybe, list: [{name: a, sentences: [b], similarityPercent: 5}]}} | topics.onFailure: maybe (expected: open or closed)",
                "{topics: {deployment: text-embedding-3-large}} | topics.list: absent (expected: a list of topics)",
                "{topics: {deployment: text-embedding-3-large, list: [{name: A, sentences: [b], similarityPercent: 5}]}} | topics.list[0].name: A (expected: 1 to 40 lower-case letters, digits, '_' or '-')",
                "{topics: {deployment: text-embedding-3-large, list: [{name: a, sentences: [], similarityPercent: 5}]}} | topics.list[0].sentences: 0 sentences (expected: 1 to 50)",
                "{topics: {deployment: text-embedding-3-large, list: [{name: a, sentences: [b]}]}} | topics.list[0].similarityPercent: absent (expected: 1 to 100)"
            })
    void a_part_that_breaks_its_rule_is_named_by_its_path(String screening, String fault) {
        files.put("signs.txt", "one\n---\n");
        files.put("long.txt", "x".repeat(129));
        files.put("large.txt", ("x".repeat(100) + "\n").repeat(1001));
        assertEquals("sluice:screening." + fault, fault(screening));
    }

    @Test
    void topics_come_as_the_proxy_reads_them() {
        var topics =
                "{deployment: text-embedding-3-large, onFailure: open, list: [{name: medical, sentences: [one, two],"
                        + " similarityPercent: 55}]}";
        var settings = parse("{topics: " + topics + ", rules: {topics: log}}", "[]");
        var rendered =
                ProxyConfig.render(Plan.of(settings, Catalogue.load(), "test", "sluice", "dev"), "client", "tenant");
        assertTrue(
                rendered.contains(
                        "\"screening\":{\"topics\":{\"deployment\":\"text-embedding-3-large\",\"onFailure\":\"open\","
                                + "\"list\":[{\"name\":\"medical\",\"sentences\":[\"one\",\"two\"],\"similarityPercent\":55}]},"
                                + "\"rules\":{\"topics\":\"log\"}}"),
                rendered);
    }

    @Test
    void topics_fit_into_the_variable_of_the_container_that_has_the_configuration() {
        assertEquals(
                "sluice:screening.topics.list: 150011 bytes (expected: at most 65536 for names and sentences as JSON in UTF-8)",
                fault(japanese(50)));
        parse(japanese(20), "[]");
    }

    /** As many sentences in each of ten topics, of a hundred characters of three bytes. */
    private static String japanese(int sentences) {
        var topics = new ArrayList<String>();
        for (var topic = 0; topic < 10; topic++) {
            var list = new ArrayList<String>();
            for (var sentence = 0; sentence < sentences; sentence++) {
                list.add("病".repeat(98) + (10 + sentence));
            }
            topics.add("{name: t" + topic + ", sentences: " + list + ", similarityPercent: 55}");
        }
        return "{topics: {deployment: text-embedding-3-large, list: " + topics + "}}";
    }

    @Test
    void a_profile_with_topics_reaches_the_model_that_they_are_told_by() {
        var topics =
                "topics: {deployment: text-embedding-3-large, list: [{name: a, sentences: [b], similarityPercent: 5}]}";
        var profile = "[{name: p, roles: [R], models: [gpt-5.1], geographies: [us]%s}]";
        var models = StackFiles.yamlToJson(
                "[{name: gpt-5.1, model: gpt-5.1, version: '2025-11-13', sku: DataZoneStandard, capacityThousandTokensPerMinute: 5},"
                        + " {name: text-embedding-3-large, model: text-embedding-3-large, version: '1', sku: GlobalStandard,"
                        + " capacityThousandTokensPerMinute: 5}]");
        others.put("sluice:dataBoundary", "world");
        others.put("sluice:location", "eastus");
        others.put("sluice:models", models);
        var fault =
                "sluice:callers.profiles[0].geographies: us (expected: one that serves text-embedding-3-large, by which topics are told: world)";
        var everyone = "{" + topics + ", rules: {topics: log}}";
        assertEquals(fault, fault(everyone, profile.formatted("")));
        assertEquals(fault, fault("{" + topics + "}", profile.formatted(", screening: {topics: block}")));
        parse(everyone, profile.formatted(", screening: {topics: off}"));
        parse("{" + topics + "}", profile.formatted(""));
        parse(everyone, profile.replace("[us]", "[us, world]").formatted(""));
    }

    @Test
    void the_mark_of_an_editor_belongs_to_no_word() {
        files.put("words.txt", "\ufeff# names\n=NEC");
        assertEquals(
                new Words(List.of("", "=NEC")),
                parse("{words: words.txt}", "[]").screening().words());
    }

    /** The proxy is tested against the same file. */
    @Test
    void lines_are_taken_that_say_something_to_the_proxy() throws IOException {
        var lines = new ObjectMapper()
                .readTree(Path.of("proxy/src/test/resources/word-lines.json").toFile());
        lines.path("taken").forEach(line -> assertTrue(WordsParser.counts(line.textValue()), line::toString));
        lines.path("refused").forEach(line -> assertFalse(WordsParser.counts(line.textValue()), line::toString));
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
        assertTrue(rendered.contains("\"screening\":{\"rules\":{\"words\":\"block\"}}"), rendered);
        assertFalse(rendered.contains("falcon"), "words are a secret of the app");
        assertEquals(
                "sluice:callers.profiles[0].screening.answers: log (expected: off while sluice:screening.words names no file with a word)",
                assertThrows(IllegalArgumentException.class, () -> parse("{}", profiles))
                        .getMessage());
    }
}
