package infra.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import infra.settings.FilterProfile.Action;
import infra.settings.FilterProfile.Category;
import infra.settings.FilterProfile.Level;
import infra.settings.FilterProfile.Shield;
import infra.settings.FilterProfile.Word;
import infra.testkit.StackFiles;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContentFilterSettingsTest {

    private final Map<String, String> files = new HashMap<>();

    @Test
    void a_filter_blocks_from_medium_on_unless_it_says_otherwise() {
        var filter = filters("[{name: own, prompt: {hate: low}, jailbreak: annotate}]")
                .get(0);
        assertEquals(Level.LOW, filter.prompt().get(Category.HATE));
        assertEquals(Level.MEDIUM, filter.prompt().get(Category.SELF_HARM));
        assertEquals(Level.MEDIUM, filter.completion().get(Category.HATE));
        assertEquals(
                Map.of(
                        Shield.JAILBREAK, Action.ANNOTATE,
                        Shield.INDIRECT_ATTACK, Action.ANNOTATE,
                        Shield.PROTECTED_TEXT, Action.BLOCK,
                        Shield.PROTECTED_CODE, Action.ANNOTATE),
                filter.shields());
        assertEquals(List.of(), filter.words());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{name: Microsoft.Own}                | name: Microsoft.Own (expected: 2 to 55 letters, digits, '_', '.' or '-', not beginning with Microsoft)",
                "{name: own, prompt: {hate: 4}}       | prompt.hate: 4 (expected: low, medium or high, or annotate, which needs Microsoft's approval)",
                "{name: own, completion: {rage: low}} | completion.rage: low (expected: one of hate, sexual, violence, selfHarm)",
                "{name: own, protectedText: maybe}    | protectedText: maybe (expected: block, annotate or ignore)",
                "{name: own, mode: deferred}          | mode: deferred (expected: default or asynchronous)",
                "{name: own, words: ../words.txt}     | words: ../words.txt (expected: a file beside Pulumi.yaml, without '..')",
                "{name: own, words: /etc/passwd}      | words: /etc/passwd (expected: a file beside Pulumi.yaml, without '..')",
                "{name: own, words: gone.txt}         | words: gone.txt (expected: a file beside Pulumi.yaml, without '..', in UTF-8)",
            })
    void a_part_that_breaks_its_rule_is_named_by_its_path(String filter, String fault) {
        assertEquals("sluice:contentFilters[0]." + fault, fault("[" + filter + "]"));
    }

    @Test
    void two_filters_have_two_names() {
        assertEquals(
                "sluice:contentFilters[1].name: OWN (expected: a name that no other content filter has)",
                fault("[{name: own}, {name: OWN}]"));
    }

    @Test
    void a_model_names_a_filter_that_exists() {
        var model = "[{name: m, model: gpt-5-mini, version: '2025-08-07', sku: DataZoneStandard, "
                + "capacityThousandTokensPerMinute: 1, contentFilter: other}]";
        assertEquals(
                "sluice:models[0].contentFilter: other (expected: a name of sluice:contentFilters, or Microsoft.DefaultV2)",
                assertThrows(IllegalArgumentException.class, () -> parse("[{name: own}]", model))
                        .getMessage());
    }

    @Test
    void words_are_one_a_line_and_expressions_stand_between_slashes() {
        files.put("words.txt", "# not these\r\n\r\n  two words \n/a[bc]+/\n社外秘\n/");
        assertEquals(
                List.of(
                        new Word("two words", false),
                        new Word("a[bc]+", true),
                        new Word("社外秘", false),
                        new Word("/", false)),
                filters("[{name: own, words: words.txt}]").get(0).words());
    }

    @Test
    void every_line_that_is_wrong_is_named_by_its_number() {
        files.put("words.txt", "one\n\nOne\n/(/\n" + "x".repeat(129) + "\ntab\there");
        assertEquals("""
                sluice:contentFilters[0].words: words.txt:3: One (expected: each word once, in any case)
                sluice:contentFilters[0].words: words.txt:4: /(/ (expected: a regular expression between the slashes)
                sluice:contentFilters[0].words: words.txt:5: LONG (expected: at most 128 characters, none of them a control character)
                sluice:contentFilters[0].words: words.txt:6: tab\there (expected: at most 128 characters, none of them a control character)""".replace("LONG", "x".repeat(129)), fault("[{name: own, words: words.txt}]"));
    }

    @Test
    void a_file_has_some_words_and_not_too_many() {
        files.put("words.txt", "# none\n");
        assertEquals(
                "sluice:contentFilters[0].words: words.txt: no word (expected: 1 to 100 words, one a line)",
                fault("[{name: own, words: words.txt}]"));
        files.put("words.txt", IntStream.range(0, 101).mapToObj(String::valueOf).collect(Collectors.joining("\n")));
        assertEquals(
                "sluice:contentFilters[0].words: words.txt: 101 words (expected: at most 100; a regular expression between slashes holds many)",
                fault("[{name: own, words: words.txt}]"));
    }

    private List<FilterProfile> filters(String filters) {
        return parse(filters, "").contentFilters();
    }

    private String fault(String filters) {
        return assertThrows(IllegalArgumentException.class, () -> parse(filters, ""))
                .getMessage();
    }

    private Settings parse(String filters, String models) {
        var values = new HashMap<>(Map.of(
                "sluice:accounts", "[{\"name\": \"A\", \"region\": \"eastus\"}]",
                "sluice:registryPushEndpoint", "127.0.0.1:7072",
                "sluice:contentFilters", StackFiles.yamlToJson(filters)));
        if (!models.isEmpty()) values.put("sluice:models", StackFiles.yamlToJson(models));
        return Settings.parse(
                StackFiles.lookup(values), path -> Optional.ofNullable(files.get(path)), Catalogue.load());
    }
}
