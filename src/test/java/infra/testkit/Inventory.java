package infra.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Every resource of a stack as text, committed so that a review sees what a change does. */
public final class Inventory {

    private Inventory() {}

    /** Compares with the committed text: rewritten on a developer's machine, a failure where CI is set. */
    public static void check(String stack, RecordedResources resources) {
        var file = Path.of("src/test/resources/inventory/" + stack + ".txt");
        var text = text(resources);
        try {
            if (System.getenv("CI") == null) Files.writeString(file, text);
            assertEquals(Files.readString(file), text, file + ": run mvn test and review the difference");
            var folder = Files.createDirectories(Path.of("target/inventory"));
            Files.writeString(folder.resolve(stack + ".json"), json(resources));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(RecordedResources resources) {
        var text = new StringBuilder();
        for (var each : sorted(resources)) {
            text.append(each.type()).append(' ').append(each.name()).append('\n');
            flatten("", inputs(each))
                    .forEach((path, value) -> text.append("  ")
                            .append(path)
                            .append(" = ")
                            .append(value)
                            .append('\n'));
            each.dependsOn().stream()
                    .sorted()
                    .forEach(urn -> text.append("  after ")
                            .append(urn.substring(urn.lastIndexOf("::") + 2))
                            .append('\n'));
        }
        return text.toString();
    }

    private static String json(RecordedResources resources) throws IOException {
        var rows = new ArrayList<Map<String, Object>>();
        for (var each : sorted(resources)) {
            var row = new LinkedHashMap<String, Object>();
            row.put("type", each.type());
            row.put("name", each.name());
            row.put("urn", each.urn());
            row.put("id", each.id());
            row.put("inputs", inputs(each));
            row.put("dependsOn", each.dependsOn());
            rows.add(row);
        }
        return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(rows);
    }

    private static List<RecordedResource> sorted(RecordedResources resources) {
        return resources.all().stream()
                .filter(each ->
                        !each.type().startsWith("infra:") && !each.type().equals("pulumi:pulumi:Stack"))
                .sorted(Comparator.comparing(RecordedResource::type).thenComparing(RecordedResource::name))
                .toList();
    }

    /** Values of secrets stay out of files. */
    private static Map<String, Object> inputs(RecordedResource resource) {
        if (!resource.type().equals("azure-native:keyvault:Secret")) return resource.inputs();
        var masked = new TreeMap<>(resource.inputs());
        var properties = new TreeMap<Object, Object>((Map<?, ?>) masked.get("properties"));
        properties.replace("value", "(secret)");
        masked.put("properties", properties);
        return masked;
    }

    private static Map<String, Object> flatten(String path, Object value) {
        var flat = new LinkedHashMap<String, Object>();
        if (value instanceof Map<?, ?> map) {
            new TreeMap<>(map)
                    .forEach((key, each) ->
                            flat.putAll(flatten(path.isEmpty() ? key.toString() : path + "." + key, each)));
        } else if (value instanceof List<?> list) {
            for (var index = 0; index < list.size(); index++)
                flat.putAll(flatten(path + "[" + index + "]", list.get(index)));
        } else {
            flat.put(path, value);
        }
        return flat;
    }
}
