package infra.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
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

    /** What is wrong with the keys of a stack's own file, whatever their values. */
    static List<String> keyFaults(Path stack) {
        var faults = new ArrayList<>(StackFileKeys.faults(read(stack)));
        faults.addAll(read(stack, file -> {
            try (var parser = YAML.createParser(file)) {
                return StackFileKeys.repeated(parser);
            }
        }));
        return faults;
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
        return read(file, YAML::readTree);
    }

    private static <T> T read(Path file, Reader<T> reader) {
        try {
            return reader.read(file.toFile());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(file + ": " + e.getOriginalMessage() + " (expected: YAML)", e);
        } catch (IOException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage() + " (expected: a readable file)", e);
        }
    }

    /** A way to read a file that may find it unreadable. */
    private interface Reader<T> {
        T read(File file) throws IOException;
    }
}
