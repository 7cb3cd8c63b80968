package proxy.config;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

class ConfigFuzzTest {

    private static final Pattern FAULT = Pattern.compile("[^\\p{Cc}]+: [^\\p{Cc}]+ \\(expected: [^\\p{Cc}]+\\)");

    @FuzzTest(maxDuration = "1m")
    void a_document_is_a_configuration_or_a_list_of_faults(byte[] document) {
        try {
            var text = new String(document, StandardCharsets.UTF_8);
            var config = ConfigParser.parse(text, JsonNodeFactory.instance.objectNode(), name -> Optional.of("a word"));
            assertTrue(config.json().isObject());
        } catch (ConfigException e) {
            for (var line : e.getMessage().split("\n", -1)) {
                assertTrue(FAULT.matcher(line).matches(), line);
            }
        }
    }
}
