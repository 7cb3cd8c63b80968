package localazure.planes.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import localazure.arm.ArmResource;
import localazure.planes.Arm;
import localazure.planes.Json;

/**
 * The content filter of a deployment: Azure's default one, or a policy of its account on top of it.
 *
 * <p>That the default blocks from medium on is documented (Azure OpenAI, content filtering); which shields it has is from
 * reports. That a category which a policy does not name keeps the default is unverified.
 */
record FilterPolicy(List<Filter> filters, List<WordList> lists, boolean asynchronous) {
    /** Where a text comes from. */
    enum Source {
        PROMPT("Prompt"),
        COMPLETION("Completion");

        private final String word;

        Source(String word) {
            this.word = word;
        }
    }

    /** @param threshold severity from which it blocks; of shields, that of everything they find */
    record Filter(String name, String source, boolean enabled, boolean blocking, ContentFilter.Severity threshold) {}

    /** @param words as expressions */
    record WordList(String name, String source, boolean blocking, List<Pattern> words) {
        boolean finds(String text) {
            return words.stream().anyMatch(word -> word.matcher(text).find());
        }
    }

    /**
     * What was found in a text.
     *
     * @param results as the service annotates them
     * @param blocked whether the text is kept back
     */
    record Examination(ObjectNode results, boolean blocked) {}

    private static final Map<String, String> CATEGORIES =
            Map.of("Hate", "hate", "Sexual", "sexual", "Violence", "violence", "Selfharm", "self_harm");

    private static final Map<String, String> SHIELDS = Map.of(
            "Jailbreak", "jailbreak",
            "Indirect Attack", "indirect_attack",
            "Protected Material Text", "protected_material_text",
            "Protected Material Code", "protected_material_code");

    static final FilterPolicy DEFAULT = new FilterPolicy(defaults(), List.of(), false);

    private static List<Filter> defaults() {
        List<Filter> filters = new ArrayList<>();
        for (String category : List.of("Hate", "Sexual", "Violence", "Selfharm")) {
            for (Source source : Source.values()) {
                filters.add(new Filter(category, source.word, true, true, ContentFilter.Severity.MEDIUM));
            }
        }
        filters.add(new Filter("Jailbreak", Source.PROMPT.word, true, true, ContentFilter.Severity.HIGH));
        filters.add(
                new Filter("Protected Material Text", Source.COMPLETION.word, true, true, ContentFilter.Severity.HIGH));
        filters.add(new Filter(
                "Protected Material Code", Source.COMPLETION.word, true, false, ContentFilter.Severity.HIGH));
        return List.copyOf(filters);
    }

    /** The policy of this name below an account, or the default when the account has none such. */
    static FilterPolicy of(Arm arm, String accountId, String name) {
        Optional<ArmResource> policy = arm.store().find(accountId + "/raiPolicies/" + name);
        return policy.map(found -> read(arm, accountId, found.inputs().path("properties")))
                .orElse(DEFAULT);
    }

    private static FilterPolicy read(Arm arm, String accountId, JsonNode properties) {
        List<Filter> filters = new ArrayList<>();
        for (JsonNode each : properties.path("contentFilters")) {
            filters.add(new Filter(
                    each.path("name").asText(),
                    each.path("source").asText(),
                    each.path("enabled").asBoolean(),
                    each.path("blocking").asBoolean(),
                    ContentFilter.Severity.of(each.path("severityThreshold").asText("High"))));
        }
        DEFAULT.filters.stream()
                .filter(base -> filters.stream()
                        .noneMatch(own -> own.name().equalsIgnoreCase(base.name())
                                && own.source().equals(base.source())))
                .toList()
                .forEach(filters::add);
        List<WordList> lists = new ArrayList<>();
        for (JsonNode each : properties.path("customBlocklists")) {
            String list = each.path("blocklistName").asText();
            lists.add(new WordList(
                    list,
                    each.path("source").asText(),
                    each.path("blocking").asBoolean(),
                    words(arm, accountId + "/raiBlocklists/" + list)));
        }
        boolean asynchronous = properties.path("mode").asText().equals("Asynchronous_filter");
        return new FilterPolicy(filters, lists, asynchronous);
    }

    private static List<Pattern> words(Arm arm, String listId) {
        return arm.store().ofType(Arm.RAI_BLOCKLIST_ITEM).stream()
                .filter(each -> Arm.parentId(each.id()).equalsIgnoreCase(listId))
                .map(each -> each.inputs().path("properties"))
                .map(item -> Pattern.compile(
                        item.path("pattern").asText(),
                        (item.path("isRegex").asBoolean() ? 0 : Pattern.LITERAL)
                                | Pattern.CASE_INSENSITIVE
                                | Pattern.UNICODE_CASE))
                .toList();
    }

    Examination examine(Source source, String text) {
        ObjectNode results = Json.object();
        boolean blocked = false;
        for (Filter filter : filters) {
            if (!filter.enabled() || !filter.source().equals(source.word)) continue;
            boolean filtered = CATEGORIES.containsKey(filter.name())
                    ? category(results, filter, text)
                    : shield(results, filter, text);
            blocked |= filtered;
        }
        return new Examination(results, blocked | lists(results, source, text));
    }

    private static boolean category(ObjectNode results, Filter filter, String text) {
        String key = CATEGORIES.get(filter.name());
        ContentFilter.Severity severity = ContentFilter.severity(key, text);
        boolean filtered = filter.blocking()
                && severity != ContentFilter.Severity.SAFE
                && severity.compareTo(filter.threshold()) >= 0;
        results.set(key, Json.object("filtered", filtered, "severity", severity.word()));
        return filtered;
    }

    private static boolean shield(ObjectNode results, Filter filter, String text) {
        String key = SHIELDS.get(filter.name());
        if (key == null) return false;
        boolean detected = ContentFilter.detects(key, text);
        boolean filtered = filter.blocking() && detected;
        results.set(key, Json.object("filtered", filtered, "detected", detected));
        return filtered;
    }

    private boolean lists(ObjectNode results, Source source, String text) {
        List<WordList> asked =
                lists.stream().filter(list -> list.source().equals(source.word)).toList();
        if (asked.isEmpty()) return false;
        ArrayNode details = Json.array();
        boolean blocked = false;
        for (WordList list : asked) {
            boolean filtered = list.blocking() && list.finds(text);
            details.add(Json.object("filtered", filtered, "id", list.name()));
            blocked |= filtered;
        }
        results.set("custom_blocklists", Json.object("filtered", blocked, "details", details));
        return blocked;
    }
}
