package localazure.planes.monitor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import localazure.planes.Disk;
import localazure.planes.Json;

/** Every alert that fired and whose rule still exists, in one file that survives a kill. Thread-safe. */
final class Alerts {
    private record Key(String ruleId, Map<String, String> dimensions) {
        static Key of(String ruleId, Map<String, String> dimensions) {
            return new Key(ruleId.toLowerCase(Locale.ROOT), dimensions);
        }
    }

    private final Path file;
    private final Map<Key, Alert> byKey = new LinkedHashMap<>();
    private boolean changed;

    private Alerts(Path file) {
        this.file = file;
    }

    static Alerts open(Path file) throws IOException {
        Alerts alerts = new Alerts(file);
        if (Files.exists(file)) {
            for (JsonNode each : Json.read(Files.readAllBytes(file))) alerts.put(parse(each));
            alerts.changed = false;
        }
        return alerts;
    }

    synchronized List<Alert> all() {
        return List.copyOf(byKey.values());
    }

    /** Takes what an evaluation saw of a rule. */
    synchronized void observe(AlertRule rule, List<Reading> readings, Instant now) {
        Set<Key> seen = new HashSet<>();
        for (Reading each : readings) {
            Key key = Key.of(rule.id(), each.dimensions());
            seen.add(key);
            Alert before = byKey.get(key);
            boolean goesOn = before != null && before.fired();
            if (each.met())
                put(goesOn && rule.resolves() ? before.met(each.value(), now) : Alert.fire(rule, each, now));
            else if (goesOn) put(before.unmet(rule, OptionalDouble.of(each.value()), now));
        }
        for (Alert each : all()) {
            boolean own = each.ruleId().equalsIgnoreCase(rule.id());
            if (own && each.fired() && !seen.contains(Key.of(each.ruleId(), each.dimensions()))) {
                put(each.unmet(rule, OptionalDouble.empty(), now));
            }
        }
    }

    private void put(Alert alert) {
        byKey.put(Key.of(alert.ruleId(), alert.dimensions()), alert);
        changed = true;
    }

    synchronized void forget(String ruleId) {
        changed |= byKey.keySet().removeIf(key -> key.ruleId().equalsIgnoreCase(ruleId));
        save();
    }

    /** Writes what changed since the last time. */
    synchronized void save() {
        if (!changed) return;
        ArrayNode all = Json.array();
        byKey.values().forEach(each -> all.add(render(each)));
        try {
            Disk.write(file, all.toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": " + e.getMessage(), e);
        }
        changed = false;
    }

    private static JsonNode render(Alert alert) {
        return Json.object(
                "rule", alert.ruleId(),
                "dimensions", alert.dimensions(),
                "value", alert.value(),
                "firedAt", alert.firedAt().toString(),
                "resolvedAt", alert.resolvedAt().map(Instant::toString).orElse(null),
                "metAt", alert.metAt().toString(),
                "unmet", alert.unmet());
    }

    private static Alert parse(JsonNode stored) {
        Map<String, String> dimensions = new TreeMap<>();
        stored.path("dimensions")
                .properties()
                .forEach(each -> dimensions.put(each.getKey(), each.getValue().asText()));
        return new Alert(
                stored.path("rule").asText(),
                dimensions,
                stored.path("value").asDouble(),
                Instant.parse(stored.path("firedAt").asText()),
                Optional.of(stored.path("resolvedAt"))
                        .filter(JsonNode::isTextual)
                        .map(each -> Instant.parse(each.asText())),
                Instant.parse(stored.path("metAt").asText()),
                stored.path("unmet").asInt());
    }
}
