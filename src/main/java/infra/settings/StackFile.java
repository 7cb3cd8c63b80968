package infra.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** A stack file, read as the engine hands it to the program: the project's defaults under the stack's own values. */
public final class StackFile {

    private static final YAMLMapper YAML = new YAMLMapper();

    private StackFile() {}

    /**
     * The values by full key, structured ones as JSON text.
     *
     * @param project declarations and defaults, {@code Pulumi.yaml}
     * @throws IllegalArgumentException when one of them is not readable as YAML
     */
    public static Map<String, String> values(Path project, Path stack) {
        var values = new HashMap<String, String>();
        read(project)
                .path("config")
                .properties()
                .forEach(each -> Optional.ofNullable(each.getValue().get("default"))
                        .ifPresent(value -> values.put(SettingsParser.NAMESPACE + each.getKey(), text(value))));
        read(stack).path("config").properties().forEach(each -> values.put(each.getKey(), text(each.getValue())));
        return values;
    }

    /** The full keys of the stack's own values that the engine stored encrypted, wholly or in part. */
    static Set<String> secrets(Path stack) {
        var keys = new TreeSet<String>();
        read(stack).path("config").properties().forEach(each -> {
            if (each.getValue().findValue("secure") != null) keys.add(each.getKey());
        });
        return keys;
    }

    /** The content of a file that the settings name, from the folder of the project; empty when it cannot be read. */
    public static Function<String, Optional<String>> files(Path folder) {
        return path -> {
            try {
                return Optional.of(Files.readString(folder.resolve(path)));
            } catch (IOException e) {
                return Optional.empty();
            }
        };
    }

    private static String text(JsonNode value) {
        return value.isValueNode() ? value.asText() : value.toString();
    }

    private static JsonNode read(Path file) {
        try {
            return YAML.readTree(file.toFile());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(file + ": " + e.getOriginalMessage() + " (expected: YAML)", e);
        } catch (IOException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage() + " (expected: a readable file)", e);
        }
    }
}
