package infra.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.pulumi.azurenative.Provider;
import com.pulumi.azurenative.ProviderArgs;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import infra.settings.FilterProfile;
import infra.settings.FilterProfile.Action;
import infra.settings.FilterProfile.Category;
import infra.settings.FilterProfile.Level;
import infra.settings.FilterProfile.Shield;
import infra.settings.FilterProfile.Word;
import infra.settings.Settings;
import infra.testkit.Fixtures;
import infra.testkit.PulumiHarness;
import infra.testkit.RecordedResource;
import infra.testkit.RecordedResources;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ContentFilterTest {

    private static final String POLICY = "azure-native:cognitiveservices/v20241001:RaiPolicy";
    private static final String LIST = "azure-native:cognitiveservices/v20241001:RaiBlocklist";
    private static final String ITEM = "azure-native:cognitiveservices/v20241001:RaiBlocklistItem";
    private static final String DEPLOYMENT = "azure-native:cognitiveservices:Deployment";

    @Test
    void every_category_and_shield_is_said() {
        var policy = run(filter(false, Level.LOW, Action.BLOCK)).only(POLICY);
        assertEquals("Microsoft.DefaultV2", policy.at("properties.basePolicyName"));
        assertEquals("Default", policy.at("properties.mode"));
        assertEquals(
                List.of(
                        "Hate Completion true true Low",
                        "Hate Prompt true true Low",
                        "Indirect Attack Prompt true true null",
                        "Jailbreak Prompt true true null",
                        "Protected Material Code Completion true true null",
                        "Protected Material Text Completion true true null",
                        "Selfharm Completion true true Low",
                        "Selfharm Prompt true true Low",
                        "Sexual Completion true true Low",
                        "Sexual Prompt true true Low",
                        "Violence Completion true true Low",
                        "Violence Prompt true true Low"),
                said(policy));
    }

    @Test
    void what_is_annotated_is_not_blocked_and_what_is_ignored_is_not_looked_for() {
        var annotated = said(run(filter(false, Level.ANNOTATE, Action.ANNOTATE)).only(POLICY));
        assertEquals("Hate Completion true false High", annotated.get(0));
        assertEquals("Jailbreak Prompt true false null", annotated.get(3));
        assertEquals(
                "Jailbreak Prompt false false null",
                said(run(filter(false, Level.HIGH, Action.IGNORE)).only(POLICY)).get(3));
    }

    @Test
    void an_asynchronous_filter_examines_while_it_streams() {
        assertEquals(
                "Asynchronous_filter",
                run(filter(true, Level.MEDIUM, Action.BLOCK)).only(POLICY).at("properties.mode"));
    }

    @Test
    void without_words_there_is_no_list() {
        var resources = run(filter(false, Level.MEDIUM, Action.BLOCK));
        assertEquals(List.of(), resources.ofType(LIST));
        assertNull(resources.only(POLICY).at("properties.customBlocklists.0"));
        assertTrue(resources.only(POLICY).waitsFor(resources.only("azure-native:cognitiveservices:Account")));
    }

    @Test
    void a_second_filter_is_made_after_the_first_and_the_deployments_after_both() {
        var first = filter(false, Level.LOW, Action.BLOCK);
        var second = new FilterProfile(
                "second", false, first.prompt(), first.completion(), first.shields(), List.of(new Word("a", false)));
        var resources = run(first, second);
        assertTrue(resources.only(LIST).waitsFor(resources.only(POLICY, "a-strict-policy")));
        assertTrue(resources.only(DEPLOYMENT).waitsFor(resources.only(POLICY, "a-second-policy")));
    }

    @Test
    void each_part_names_its_account_and_its_filter() {
        var resources = run(filter(false, Level.LOW, Action.BLOCK, new Word("a", false)));
        for (var type : List.of(POLICY, LIST, ITEM)) {
            assertEquals("sluice-a", resources.only(type).at("accountName"));
            assertEquals("group", resources.only(type).at("resourceGroupName"));
        }
        assertEquals("strict", resources.only(POLICY).at("raiPolicyName"));
        assertEquals("strict-words", resources.only(LIST).at("raiBlocklistName"));
        assertEquals("strict-words", resources.only(ITEM).at("raiBlocklistName"));
    }

    @Test
    void words_are_blocked_in_prompts_and_answers() {
        var policy = run(filter(false, Level.MEDIUM, Action.BLOCK, new Word("secret", false)))
                .only(POLICY);
        for (var index : List.of("0", "1")) {
            assertEquals("strict-words", policy.at("properties.customBlocklists." + index + ".blocklistName"));
            assertEquals(true, policy.at("properties.customBlocklists." + index + ".blocking"));
        }
        assertEquals("Prompt", policy.at("properties.customBlocklists.0.source"));
        assertEquals("Completion", policy.at("properties.customBlocklists.1.source"));
    }

    @Test
    void the_order_is_account_list_words_filter_deployment() {
        var resources = run(filter(false, Level.MEDIUM, Action.BLOCK, new Word("a", false), new Word("b.*", true)));
        var account = resources.only("azure-native:cognitiveservices:Account");
        var list = resources.only(LIST);
        var first = word(resources, "a");
        var second = word(resources, "b.*");
        assertEquals(true, second.at("properties.isRegex"));
        assertTrue(list.waitsFor(account));
        assertTrue(first.waitsFor(list));
        assertTrue(second.waitsFor(first));
        assertTrue(resources.only(POLICY).waitsFor(second));
        assertTrue(resources.only(DEPLOYMENT).waitsFor(resources.only(POLICY)));
        assertEquals("strict", resources.only(DEPLOYMENT).at("properties.raiPolicyName"));
    }

    @Test
    void a_word_keeps_its_name_when_another_goes_before_it() {
        var before = word(run(filter(false, Level.LOW, Action.BLOCK, new Word("b", false))), "b");
        var after = word(run(filter(false, Level.LOW, Action.BLOCK, new Word("a", false), new Word("b", false))), "b");
        assertEquals(before.urn(), after.urn());
        assertEquals(before.at("raiBlocklistItemName"), after.at("raiBlocklistItemName"));
    }

    @Test
    void only_the_three_types_use_the_newer_plugin() {
        for (var each : run(filter(false, Level.LOW, Action.BLOCK, new Word("a", false)))
                .all()) {
            if (!each.type().startsWith("azure-native:")) continue;
            assertEquals(each.type().contains("/v20241001:"), each.provider().contains("::newer::"), each.urn());
        }
    }

    private static RecordedResource word(RecordedResources resources, String pattern) {
        return resources.ofType(ITEM).stream()
                .filter(each -> pattern.equals(each.at("properties.pattern")))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> said(RecordedResource policy) {
        return ((List<?>) policy.at("properties.contentFilters"))
                .stream()
                        .map(each -> (Map<?, ?>) each)
                        .map(each -> each.get("name") + " " + each.get("source") + " " + each.get("enabled") + " "
                                + each.get("blocking") + " " + each.get("severityThreshold"))
                        .sorted()
                        .toList();
    }

    private static FilterProfile filter(boolean asynchronous, Level level, Action action, Word... words) {
        var levels = Map.of(
                Category.HATE, level, Category.SEXUAL, level, Category.VIOLENCE, level, Category.SELF_HARM, level);
        var shields = Map.of(
                Shield.JAILBREAK, action,
                Shield.INDIRECT_ATTACK, action,
                Shield.PROTECTED_TEXT, action,
                Shield.PROTECTED_CODE, action);
        return new FilterProfile("strict", asynchronous, levels, levels, shields, List.of(words));
    }

    private static RecordedResources run(FilterProfile... filters) {
        var model = new Settings.Model("one", "gpt-5-mini", "2025-08-07", "DataZoneStandard", 10, "strict");
        return PulumiHarness.run(context -> {
            var parent = new ComponentResource(
                    "infra:test:Fixture",
                    "fixture",
                    ComponentResourceOptions.builder().build());
            var newer = new Provider(
                    "newer",
                    ProviderArgs.builder().build(),
                    CustomResourceOptions.builder()
                            .parent(parent)
                            .version("2.90.0")
                            .build());
            var args = OpenAiAccountArgs.builder(
                            Fixtures.home(), "sluice-a", "eastus", Fixtures.stamp(), List.of(model))
                    .caller(Fixtures.identity())
                    .place(Fixtures.place("privatelink.openai.azure.com"))
                    .workspace(Fixtures.workspace())
                    .filtering(new Filtering.Own(List.of(filters), newer))
                    .build();
            new OpenAiAccount("a", args, Fixtures.options());
        });
    }
}
