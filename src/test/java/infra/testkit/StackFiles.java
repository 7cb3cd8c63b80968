package infra.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import infra.plan.Plan;
import infra.settings.Catalogue;
import infra.settings.Settings;
import infra.settings.StackFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The committed project and stack files, read as the engine reads them. */
public final class StackFiles {

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private static final Path PROJECT = Path.of("Pulumi.yaml");

    private StackFiles() {}

    /** The declarations of {@code Pulumi.yaml}, by key. */
    public static JsonNode project() {
        try {
            return YAML.readTree(PROJECT.toFile()).get("config");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The settings of a stack: project defaults, the stack's own, and what the commands add for the local Azure. */
    public static Function<String, Optional<String>> lookup(String stack) {
        return lookupFile("Pulumi." + stack + ".yaml");
    }

    private static Function<String, Optional<String>> lookupFile(String file) {
        var values = StackFile.values(PROJECT, Path.of(file));
        values.put("azure-native:subscriptionId", RecordingMocks.SUBSCRIPTION);
        values.put("sluice:registryPushEndpoint", "127.0.0.1:7072");
        return key -> Optional.ofNullable(values.get(key));
    }

    public static Settings settings(String stack) {
        return Settings.parse(lookup(stack), StackFiles::file, Catalogue.load());
    }

    /** The settings of a file of {@code examples/settings}. */
    public static Settings example(String name) {
        return Settings.parse(lookupFile("examples/settings/" + name + ".yaml"), StackFiles::file, Catalogue.load());
    }

    /** The dev stack with another fleet. */
    public static Settings dev(List<Settings.Model> models, List<Settings.Account> accounts) {
        var dev = settings("dev");
        return new Settings(
                dev.subscriptionId(),
                dev.location(),
                dev.addressSpace(),
                dev.generation(),
                dev.dataBoundary(),
                models,
                accounts,
                dev.callers(),
                dev.replicas(),
                dev.timeouts(),
                dev.limits(),
                dev.streams(),
                dev.workspace(),
                dev.alerts(),
                dev.gateway(),
                dev.image(),
                dev.promptLog(),
                dev.contentFilters(),
                dev.screening(),
                dev.responseKey(),
                dev.protect(),
                dev.zoneRedundant());
    }

    public static Plan plan(String stack) {
        return Plan.of(settings(stack), Catalogue.load(), "test", "sluice", stack);
    }

    /** The settings of a test: what it names, as JSON text by full key. */
    public static Function<String, Optional<String>> lookup(Map<String, String> values) {
        return key -> Optional.ofNullable(values.get(key));
    }

    /** The settings of a test's own values. */
    public static Settings parse(Map<String, String> values) {
        return Settings.parse(lookup(values), StackFiles::file, Catalogue.load());
    }

    /** A file that the settings name, from the folder of the stack files. */
    public static Optional<String> file(String path) {
        return StackFile.files(Path.of("")).apply(path);
    }

    /** A value of a stack file as the engine hands it to the program. */
    public static String yamlToJson(String yaml) {
        try {
            return text(YAML.readTree(yaml));
        } catch (IOException e) {
            return yaml;
        }
    }

    private static String text(JsonNode value) {
        return value.isValueNode() ? value.asText() : value.toString();
    }
}
