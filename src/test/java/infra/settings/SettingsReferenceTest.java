package infra.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import infra.testkit.StackFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SettingsReferenceTest {

    @Test
    void the_project_declares_every_key_and_no_other() {
        var declared = new TreeSet<String>();
        StackFiles.project().fieldNames().forEachRemaining(declared::add);
        var parsed = new TreeSet<>(SettingsParser.SCALARS);
        parsed.addAll(SettingsParser.STRUCTURED);
        assertEquals(parsed, declared);
    }

    @Test
    void the_declared_defaults_are_the_parsers_own() {
        var needed = new HashMap<>(Map.of(
                "sluice:accounts", "[{\"name\": \"A\", \"region\": \"eastus\"}]",
                "sluice:registryPushEndpoint", "127.0.0.1:7072"));
        var bare = Settings.parse(StackFiles.lookup(needed), StackFiles::file, Catalogue.load());
        StackFiles.project().properties().forEach(each -> {
            if (each.getValue().has("default"))
                needed.putIfAbsent(
                        "sluice:" + each.getKey(), text(each.getValue().get("default")));
        });
        assertEquals(Settings.parse(StackFiles.lookup(needed), StackFiles::file, Catalogue.load()), bare);
    }

    @Test
    void the_reference_page_is_what_the_project_declares() throws IOException {
        var file = Path.of("docs/reference/settings.md");
        if (System.getenv("CI") == null) Files.writeString(file, page());
        assertEquals(Files.readString(file), page(), file + ": run mvn test and commit the page");
    }

    private static String page() {
        var page = new StringBuilder("""
                # Settings

                Generated from `Pulumi.yaml`. A stack file sets them as `sluice:KEY`; structured values are YAML objects. A wrong
                value is named as `key: seen (expected: rule)`, all faults at once, before anything starts; so is a key that nothing reads,
                that stands twice or that is empty. On Azure, set `azure-native:subscriptionId` beside them.

                | key | type | default | meaning |
                |---|---|---|---|
                """);
        StackFiles.project()
                .properties()
                .forEach(each -> page.append("| `")
                        .append(each.getKey())
                        .append("` | ")
                        .append(each.getValue().get("type").asText())
                        .append(" | ")
                        .append(fallback(each.getValue()))
                        .append(" | ")
                        .append(each.getValue().get("description").asText())
                        .append(" |\n"));
        return page.toString();
    }

    private static String fallback(JsonNode declaration) {
        if (!declaration.has("default")) return "required";
        var text = text(declaration.get("default"));
        if (text.isEmpty()) return "none";
        return declaration.get("default").isArray() ? "see `Pulumi.yaml`" : "`" + text + "`";
    }

    private static String text(JsonNode value) {
        return value.isValueNode() ? value.asText() : value.toString();
    }
}
