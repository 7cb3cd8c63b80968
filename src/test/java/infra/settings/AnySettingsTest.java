package infra.settings;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import infra.plan.Plan;
import infra.plan.ProxyConfig;
import infra.testkit.StackFiles;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Whatever a stack file holds: it is understood, or its faults are said in the user's keys and nothing else happens. */
class AnySettingsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Catalogue CATALOGUE = Catalogue.load();

    /** Words that settings really use, so that many inputs come close to being right. */
    private static final List<String> WORDS = List.of(
            "name",
            "model",
            "version",
            "sku",
            "capacityThousandTokensPerMinute",
            "region",
            "deployments",
            "A",
            "eastus",
            "westeurope",
            "gpt-5-mini",
            "2025-08-07",
            "DataZoneStandard",
            "GlobalStandard",
            "contentFilter",
            "words",
            "prompt",
            "hate",
            "low",
            "profiles",
            "roles",
            "models",
            "geographies",
            "us",
            "world",
            "min",
            "max",
            "",
            "totalSeconds",
            "thresholds",
            "emails",
            "retentionDays",
            "true",
            "10.20.0.0/16",
            "../x",
            "社外秘",
            "\u0000");

    /** At and beyond the bounds of several settings. */
    private static final List<Number> NUMBERS = List.of(
            -1,
            0,
            1,
            2,
            3,
            7,
            20,
            30,
            239,
            240,
            580,
            730,
            1000,
            1_000_000,
            1_000_000_000,
            Integer.MAX_VALUE,
            1L << 40,
            0.5);

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void no_text_makes_the_parser_throw_anything_but_its_list_of_faults(@ForAll("files") Map<String, String> values) {
        check(values);
    }

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void no_change_to_good_settings_makes_it_throw_anything_else(
            @ForAll("places") int place, @ForAll("nodes") JsonNode other) throws Exception {
        var values = good();
        // One key alone: a fault of another would end the matter before the plan is made.
        var keys = SettingsParser.STRUCTURED;
        var changed = SettingsParser.NAMESPACE + keys.get(place % keys.size());
        var tree = JSON.readTree(values.get(changed));
        var spots = spots(tree);
        if (!spots.isEmpty()) {
            spots.get(place / keys.size() % spots.size()).put().accept(other);
        }
        values.put(changed, tree.toString());
        check(values);
    }

    @Test
    void no_number_in_the_place_of_another_makes_it_throw_anything_else() throws Exception {
        var tried = 0;
        for (var key : SettingsParser.STRUCTURED) {
            var full = SettingsParser.NAMESPACE + key;
            var count = spots(JSON.readTree(good().get(full))).size();
            for (var index = 0; index < count; index++) {
                for (var number : NUMBERS) {
                    var values = good();
                    var tree = JSON.readTree(values.get(full));
                    var spot = spots(tree).get(index);
                    if (!spot.seen().isNumber()) continue;
                    spot.put().accept(JSON.valueToTree(number));
                    values.put(full, tree.toString());
                    check(values);
                    tried++;
                }
            }
        }
        assertTrue(tried > 100, tried + " tried");
    }

    @Test
    void no_number_alone_among_defaults_makes_it_throw_anything_else() throws Exception {
        for (var key : SettingsParser.STRUCTURED) {
            var full = SettingsParser.NAMESPACE + key;
            for (var field : JSON.readTree(good().get(full)).properties()) {
                if (!field.getValue().isNumber()) continue;
                for (var number : NUMBERS) {
                    var values = good();
                    values.put(
                            full,
                            JSON.valueToTree(Map.of(field.getKey(), number)).toString());
                    check(values);
                }
            }
        }
    }

    /** The structured settings of prod. */
    private static Map<String, String> good() {
        var values = new HashMap<String, String>();
        for (var key : SettingsParser.STRUCTURED) {
            var full = SettingsParser.NAMESPACE + key;
            StackFiles.lookup("prod").apply(full).ifPresent(text -> values.put(full, text));
        }
        values.put("sluice:registryPushEndpoint", "127.0.0.1:7072");
        return values;
    }

    /** Settings that are understood can also be planned and rendered: a number too large for a later step is a fault too. */
    private static void check(Map<String, String> values) {
        try {
            var settings = Settings.parse(
                    StackFiles.lookup(values),
                    path -> Optional.of(path).filter(text -> !text.contains("x")),
                    CATALOGUE);
            ProxyConfig.render(Plan.of(settings, CATALOGUE, "test", "sluice", "any"), "client", "tenant");
        } catch (IllegalArgumentException e) {
            var message = e.getMessage();
            assertFalse(message.isBlank());
            assertTrue(message.startsWith("sluice:") || message.startsWith("azure-native:subscriptionId: "), message);
            assertTrue(message.endsWith(")"), message);
        }
    }

    /** A place in a tree where another value can be put; what is seen is a JSON null where there is none yet. */
    private record Spot(JsonNode seen, Consumer<JsonNode> put) {}

    private static List<Spot> spots(JsonNode node) {
        var spots = new ArrayList<Spot>();
        if (node instanceof ObjectNode object) {
            object.properties()
                    .forEach(each -> spots.add(new Spot(each.getValue(), value -> object.set(each.getKey(), value))));
            spots.add(new Spot(JSON.nullNode(), value -> object.set("other", value)));
        } else if (node instanceof ArrayNode array) {
            for (var index = 0; index < array.size(); index++) {
                var at = index;
                spots.add(new Spot(array.get(at), value -> array.set(at, value)));
            }
            spots.add(new Spot(JSON.nullNode(), array::add));
        }
        node.forEach(child -> spots.addAll(spots(child)));
        return spots;
    }

    @Provide
    Arbitrary<Integer> places() {
        return Arbitraries.integers().between(0, 10_000);
    }

    @Provide
    Arbitrary<Map<String, String>> files() {
        var keys = new ArrayList<String>();
        SettingsParser.SCALARS.forEach(key -> keys.add(SettingsParser.NAMESPACE + key));
        SettingsParser.STRUCTURED.forEach(key -> keys.add(SettingsParser.NAMESPACE + key));
        keys.add("azure-native:subscriptionId");
        var text = Arbitraries.oneOf(nodes().map(JsonNode::toString), leaves().map(JsonNode::asText));
        return Arbitraries.maps(Arbitraries.of(keys), text).ofMaxSize(10);
    }

    @Provide
    Arbitrary<JsonNode> nodes() {
        return nodes(3);
    }

    private static Arbitrary<JsonNode> nodes(int depth) {
        return depth == 0 ? leaves() : Arbitraries.oneOf(leaves(), lists(nodes(depth - 1)), objects(nodes(depth - 1)));
    }

    private static Arbitrary<JsonNode> leaves() {
        return Arbitraries.oneOf(
                Arbitraries.of(WORDS).map(word -> JSON.valueToTree(word)),
                Arbitraries.strings().ofMaxLength(12).map(text -> JSON.valueToTree(text)),
                Arbitraries.integers().map(number -> JSON.valueToTree(number)),
                Arbitraries.of(NUMBERS).map(number -> JSON.valueToTree(number)),
                Arbitraries.bigIntegers().map(number -> JSON.valueToTree(number)),
                Arbitraries.doubles().map(number -> JSON.valueToTree(number)),
                Arbitraries.of(true, false).map(flag -> JSON.valueToTree(flag)),
                Arbitraries.just(JSON.nullNode()));
    }

    private static Arbitrary<JsonNode> lists(Arbitrary<JsonNode> nodes) {
        return nodes.list().ofMaxSize(3).map(items -> JSON.valueToTree(items));
    }

    private static Arbitrary<JsonNode> objects(Arbitrary<JsonNode> nodes) {
        var keys =
                Arbitraries.oneOf(Arbitraries.of(WORDS), Arbitraries.strings().ofMaxLength(6));
        return Combinators.combine(keys.list().ofSize(3), nodes.list().ofSize(3))
                .as((names, values) -> {
                    var object = JSON.createObjectNode();
                    for (var index = 0; index < 3; index++) object.set(names.get(index), values.get(index));
                    return object;
                });
    }
}
