package infra.settings;

import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import infra.settings.AlertRule.Condition;
import infra.settings.AlertRule.Measure;
import infra.settings.AlertRule.Signal;
import infra.settings.AlertRule.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Every alert that the program knows: {@code alerts/alerts.yml} and the queries beside it. */
public record AlertCatalogue(List<AlertRule> rules) {

    private static final Pattern ID = Pattern.compile("[a-z]+(-[a-z]+)+");
    private static final Pattern COLUMN = Pattern.compile("[A-Za-z_]+");
    private static final Pattern TEXT = Pattern.compile(".{1,100}");
    private static final List<String> OPERATORS =
            List.of("GreaterThan", "GreaterThanOrEqual", "LessThan", "LessThanOrEqual");
    private static final List<String> AGGREGATIONS = List.of("Average", "Count", "Maximum", "Minimum", "Total");
    /** What metric alerts take (Microsoft.Insights/metricAlerts 2018-03-01). */
    private static final List<String> FREQUENCIES = List.of("PT1M", "PT5M", "PT15M", "PT30M", "PT1H");

    private static final List<String> WINDOWS =
            List.of("PT1M", "PT5M", "PT15M", "PT30M", "PT1H", "PT6H", "PT12H", "P1D");

    public AlertCatalogue {
        rules = List.copyOf(rules);
    }

    /** The catalogue on the class path. */
    public static AlertCatalogue load() {
        return parse(resource("/alerts/alerts.yml"), id -> Optional.ofNullable(query("/kql/alerts/" + id + ".kql")));
    }

    /**
     * Parses a catalogue.
     *
     * @param queries text of the query of an alert, by its id
     * @throws IllegalArgumentException naming every fault, one a line
     */
    static AlertCatalogue parse(String yaml, Function<String, Optional<String>> queries) {
        var faults = new ArrayList<String>();
        var root = new YAMLMapper().createObjectNode();
        try {
            root.set("alerts", new YAMLMapper().readTree(yaml));
        } catch (IOException e) {
            throw new IllegalArgumentException("alerts: " + e.getMessage() + " (expected: YAML)", e);
        }
        var ids = new HashSet<String>();
        var rules = new Section("", root, faults)
                .sections("alerts", MissingNode.getInstance(), "a list of alerts").stream()
                        .map(section -> rule(section, ids, queries))
                        .toList();
        if (!faults.isEmpty()) throw new IllegalArgumentException(String.join("\n", faults));
        return new AlertCatalogue(rules);
    }

    /** Ids in the order of the file. */
    public List<String> ids() {
        return rules.stream().map(AlertRule::id).toList();
    }

    private static AlertRule rule(Section section, Set<String> ids, Function<String, Optional<String>> queries) {
        var id = section.text("id", ID, "lower-case words joined by '-'");
        if (!id.isEmpty() && !ids.add(id)) section.fault("id", id, "an id that no other alert has");
        var targets = words(Target.values(), Target::word);
        var target = section.text("target", "", targets::containsKey, oneOf(targets.keySet()));
        var metric = section.has("metric");
        if (metric == section.has("query")) {
            section.fault("metric", metric ? "beside query" : "absent", "either metric or query");
        }
        var signal = metric ? metric(section.section("metric")) : query(section, id, queries);
        var every = section.text("every", "PT5M", FREQUENCIES::contains, oneOf(FREQUENCIES));
        // Log alerts of one minute are for simple queries on some plans only.
        if (!metric && every.equals("PT1M")) section.fault("every", every, "PT5M or longer for a query");
        var over = section.text("over", every, WINDOWS::contains, oneOf(WINDOWS));
        if (Duration.parse(over).compareTo(Duration.parse(every)) < 0) {
            section.fault("over", over, "no shorter than every, " + every);
        }
        var rule = new AlertRule(
                id,
                section.text("title", TEXT, "up to 100 characters"),
                section.number("severity", 0, 3, ""),
                targets.get(target),
                signal,
                condition(section.section("when")),
                every,
                over);
        section.close();
        return rule;
    }

    private static Signal metric(Section section) {
        var metric = new Signal.Metric(
                section.text("name", COLUMN, "the name of a metric"),
                section.text("aggregation", "", AGGREGATIONS::contains, oneOf(AGGREGATIONS)),
                values(section.section("dimensions")));
        section.close();
        return metric;
    }

    private static Map<String, List<String>> values(Section dimensions) {
        var values = new TreeMap<String, List<String>>();
        for (var dimension : dimensions.keys()) values.put(dimension, dimensions.texts(dimension, TEXT, "values"));
        return values;
    }

    private static Signal query(Section alert, String id, Function<String, Optional<String>> queries) {
        var section = alert.section("query");
        var text = queries.apply(id);
        if (text.isEmpty()) section.fault("", "no kql/alerts/" + id + ".kql", "a query of that name");
        var dimensions = section.texts("dimensions", COLUMN, "names of columns");
        var query =
                new Signal.Query(text.orElse(""), section.text("measure", COLUMN, "the name of a column"), dimensions);
        section.close();
        return query;
    }

    private static Condition condition(Section section) {
        var measures = words(Measure.values(), Measure::word);
        var of = section.has("of") ? section.text("of", "", measures::containsKey, oneOf(measures.keySet())) : "";
        var condition = new Condition(
                section.text("operator", "", OPERATORS::contains, oneOf(OPERATORS)),
                section.decimal("value", 0, 0, 1_000_000_000, ""),
                Optional.ofNullable(measures.get(of)),
                section.text("unit", TEXT, "up to 100 characters"));
        section.close();
        return condition;
    }

    private static String oneOf(Collection<String> words) {
        return "one of " + String.join(", ", words);
    }

    private static <T> Map<String, T> words(T[] values, Function<T, String> word) {
        var words = new LinkedHashMap<String, T>();
        Stream.of(values).forEach(each -> words.put(word.apply(each), each));
        return words;
    }

    private static String query(String path) {
        return AlertCatalogue.class.getResource(path) == null ? null : resource(path);
    }

    private static String resource(String path) {
        try (var file = AlertCatalogue.class.getResourceAsStream(path)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(path, e);
        }
    }
}
