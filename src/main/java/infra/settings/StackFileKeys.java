package infra.settings;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The keys of a stack file against those that something reads: the engine ignores a misspelt one, and a safety setting is lost.
 * Faults name no value, since the value of a misspelt key may be a secret.
 */
final class StackFileKeys {

    /** What the engine reads of a stack file. */
    private static final List<String> ENGINES =
            List.of("config", "environment", "encryptionsalt", "encryptedkey", "secretsprovider");

    private static final String OWN = SettingsParser.NAMESPACE;
    /** Settings of the provider and of the engine, which know their keys themselves. */
    private static final List<String> OTHERS = List.of("azure-native:", "pulumi:");

    private static final Set<String> KNOWN = Stream.of(SettingsParser.SCALARS, SettingsParser.STRUCTURED)
            .flatMap(List::stream)
            .collect(Collectors.toUnmodifiableSet());

    private StackFileKeys() {}

    /** The faults of keys that nothing reads, and of those of the program that have no value. */
    static List<String> faults(JsonNode file) {
        var faults = new ArrayList<String>();
        file.fieldNames().forEachRemaining(key -> {
            if (!ENGINES.contains(key)) faults.add(unknown(key, "one of " + String.join(", ", ENGINES)));
        });
        var config = file.path("config");
        if (!config.isObject() && !config.isMissingNode() && !config.isNull()) {
            faults.add("config: " + config + " (expected: an object)");
        }
        config.properties().forEach(each -> {
            var key = each.getKey();
            if (!isKnown(key)) faults.add(unknown(key, expected(key)));
            else if (each.getValue().isNull()) faults.add(key + ": empty (expected: a value, or the key left out)");
        });
        return faults;
    }

    private static boolean isKnown(String key) {
        return key.startsWith(OWN)
                ? KNOWN.contains(key.substring(OWN.length()))
                : OTHERS.stream().anyMatch(key::startsWith);
    }

    private static String expected(String key) {
        var name = key.substring(key.indexOf(':') + 1);
        if (KNOWN.contains(name)) return OWN + name;
        if (key.startsWith(OWN))
            return "one of " + OWN + String.join(", ", KNOWN.stream().sorted().toList());
        return "a key that begins with " + OWN + ", " + String.join(" or ", OTHERS);
    }

    private static String unknown(String key, String expected) {
        return key + ": unknown (expected: " + expected + ")";
    }

    /** The faults of keys that an object has more than once: the engine refuses the file for them. */
    static List<String> repeated(JsonParser file) throws IOException {
        var faults = new ArrayList<String>();
        var objects = new ArrayDeque<Set<String>>();
        for (var token = file.nextToken(); token != null; token = file.nextToken()) {
            if (token == JsonToken.START_OBJECT) objects.push(new HashSet<>());
            if (token == JsonToken.END_OBJECT) objects.pop();
            if (token == JsonToken.FIELD_NAME && !objects.element().add(file.currentName())) {
                var line = file.currentTokenLocation().getLineNr();
                faults.add(file.currentName() + ": again in line " + line + " (expected: each key once)");
            }
        }
        return faults;
    }
}
