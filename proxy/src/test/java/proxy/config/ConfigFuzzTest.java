package proxy.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

class ConfigFuzzTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern FAULT = Pattern.compile("[^\\p{Cc}]+: [^\\p{Cc}]+ \\(expected: [^\\p{Cc}]+\\)");
    private static final JsonSchema SCHEMA = schema();
    private static final String UNKNOWN = read("{\"zz\":0}").faults().getLast();

    /** What came of a document. */
    private record Read(Optional<ProxyConfig> config, List<String> faults) {}

    private static JsonSchema schema() {
        try {
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(Files.readString(Path.of("config.schema.json")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Read read(String document) {
        try {
            var none = JSON.createObjectNode();
            var config = ConfigParser.parse(document, none, name -> Optional.of("a word"), Optional.empty());
            return new Read(Optional.of(config), List.of());
        } catch (ConfigException e) {
            return new Read(
                    Optional.empty(),
                    List.of(e.getMessage().split("\n", -1)).stream().sorted().toList());
        }
    }

    @FuzzTest(maxDuration = "1m")
    void a_document_is_a_configuration_or_a_list_of_faults(byte[] document) {
        var text = new String(document, StandardCharsets.UTF_8);
        var read = read(text);
        read.faults().forEach(line -> assertTrue(FAULT.matcher(line).matches(), line));
        if (read.config().isPresent()) {
            assertTrue(read.config().get().json().isObject());
            assertEquals(Set.of(), SCHEMA.validate(text, InputFormat.JSON));
        }
        if (tree(text) instanceof ObjectNode object) {
            assertEquals(read, read(turned(object).toString()), "the order of the keys says nothing");
            if (!object.has("zz")) {
                var unknown = read(object.deepCopy().put("zz", 0).toString());
                var all = Stream.concat(read.faults().stream(), Stream.of(UNKNOWN))
                        .sorted();
                assertEquals(all.toList(), unknown.faults(), "a fault hides no other");
            }
        }
    }

    /** Null when it is not JSON, or when a key comes twice. */
    private static JsonNode tree(String text) {
        try {
            return JSON.reader()
                    .with(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                    .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .readTree(text);
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    private static ObjectNode turned(ObjectNode object) {
        var turned = JSON.createObjectNode();
        var names = new ArrayList<String>();
        object.fieldNames().forEachRemaining(names::add);
        names.reversed().forEach(name -> turned.set(name, object.get(name)));
        return turned;
    }
}
