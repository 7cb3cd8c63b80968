package infra.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import infra.testkit.RecordedResource;
import infra.testkit.RecordedResources;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every resource that has log categories has a setting that keeps them. */
class DiagnosticsCoverageTest {

    @ParameterizedTest
    @ValueSource(strings = {"dev", "prod"})
    void every_resource_with_categories_keeps_its_logs(String stack) throws IOException {
        assertEquals(List.of(), without(Programs.run(stack), Set.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "prod"})
    void every_type_is_in_the_table(String stack) throws IOException {
        var known = new HashSet<String>();
        table().path("none").forEach(each -> known.add(each.asText()));
        for (var list : List.of("logs", "metricsOnly"))
            table().path(list).fieldNames().forEachRemaining(known::add);
        var unknown = new TreeSet<String>();
        for (var each : Programs.run(stack).all()) {
            var type = plain(each.type());
            if (type.startsWith("azure-native:") && !known.contains(type)) unknown.add(type);
        }
        assertEquals(Set.of(), unknown, "types of which nobody has looked up whether they have log categories");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "prod"})
    void one_missing_setting_is_found(String stack) throws IOException {
        var resources = Programs.run(stack);
        var settings = resources.ofType("azure-native:insights:DiagnosticSetting");
        assertTrue(settings.size() > 1);
        for (var setting : settings) {
            assertEquals(1, without(resources, Set.of(setting)).size(), setting.name());
        }
    }

    private static List<String> without(RecordedResources resources, Set<RecordedResource> ignored) throws IOException {
        var kept = new HashSet<Object>();
        resources.ofType("azure-native:insights:DiagnosticSetting").stream()
                .filter(setting -> !ignored.contains(setting) && Boolean.TRUE.equals(setting.at("logs.0.enabled")))
                .forEach(setting -> kept.add(setting.at("resourceUri")));
        var logs = table().path("logs");
        return resources.all().stream()
                .filter(each -> logs.has(plain(each.type())))
                .filter(each -> !kept.contains(each.id()))
                .map(RecordedResource::name)
                .toList();
    }

    private static String plain(String type) {
        return type.replaceFirst("/v\\d+[a-z0-9]*:", ":");
    }

    private static JsonNode table() throws IOException {
        try (var file = DiagnosticsCoverageTest.class.getResourceAsStream("/azure/diagnostic-categories.json")) {
            return new ObjectMapper().readTree(file);
        }
    }
}
