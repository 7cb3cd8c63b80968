package infra.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckTest {

    private static final String ADDED = "sluice:registryPushEndpoint=127.0.0.1:7072";

    @Test
    void the_stack_files_and_every_example_but_one_would_start() throws IOException {
        try (var examples = Files.list(Path.of("examples/settings"))) {
            for (var file :
                    examples.filter(each -> each.toString().endsWith(".yaml")).toList()) {
                var sound = !file.endsWith("five-faults.yaml");
                assertEquals(sound, faults(file.toString()).isEmpty(), file.toString());
            }
        }
        for (var stack : new String[] {"Pulumi.dev.yaml", "Pulumi.prod.yaml"}) {
            assertEquals(Optional.empty(), faults(stack));
        }
    }

    @Test
    void every_fault_of_a_file_is_in_the_programs_own_words() {
        var faults = faults("examples/settings/five-faults.yaml").orElseThrow().split("\n");
        assertEquals(5, faults.length);
        for (var fault : faults) assertTrue(fault.matches("sluice:\\S+: .* \\(expected: .*\\)"), fault);
    }

    @Test
    void what_a_run_does_not_add_is_missed() {
        var missed = Check.faults(Path.of(""), "Pulumi.dev.yaml").orElseThrow();
        assertTrue(missed.startsWith("sluice:baseImage: absent (expected: "), missed);
    }

    @Test
    void a_file_with_a_value_that_only_the_engine_decrypts_is_left_to_the_program(@TempDir Path folder)
            throws IOException {
        var text = "config:\n  sluice:companyName:\n    secure: v1:abc\n  sluice:nothing: 1\n";
        var file = Files.writeString(folder.resolve("secret.yaml"), text);
        assertEquals(Optional.empty(), faults(file.toString()));
        Files.writeString(file, text.replace("secure: v1:abc", "plain: abc"));
        assertTrue(faults(file.toString()).isPresent());
    }

    @Test
    void an_encrypted_response_key_leaves_the_rest_of_the_file_checked(@TempDir Path folder) throws IOException {
        var key = "  sluice:responseKey:\n    secure: v1:abc\n";
        var file = Files.writeString(
                folder.resolve("key.yaml"),
                Files.readString(Path.of("Pulumi.dev.yaml")).stripTrailing() + "\n" + key);
        assertEquals(Optional.empty(), faults(file.toString()));
        Files.writeString(file, "config:\n" + key);
        assertEquals(Optional.of("sluice:accounts: absent (expected: a list of accounts)"), faults(file.toString()));
    }

    @Test
    void a_response_key_that_anyone_can_read_is_a_fault_beside_the_others(@TempDir Path folder) throws IOException {
        var key = "0123456789abcdef0123456789abcdef";
        var file = Files.writeString(folder.resolve("key.yaml"), "config:\n  sluice:responseKey: " + key + "\n");
        assertEquals(Optional.of("""
                sluice:accounts: absent (expected: a list of accounts)
                sluice:responseKey: readable in the file (expected: a secret, by pulumi config set --secret sluice:responseKey)"""), faults(file.toString()));
    }

    @Test
    void a_file_that_is_no_yaml_is_named(@TempDir Path folder) throws IOException {
        var file = Files.writeString(folder.resolve("broken.yaml"), "config: [\n");
        var said = faults(file.toString()).orElseThrow();
        assertTrue(said.startsWith(file + ": ") && said.endsWith(" (expected: YAML)"), said);
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void no_file_makes_it_throw(@ForAll("texts") String text) throws IOException {
        var file = Files.createTempFile("stack", ".yaml");
        try {
            Files.writeString(file, text);
            var said = faults(file.toString()).orElse("(nothing)");
            assertTrue(said.endsWith(")"), said);
        } finally {
            Files.delete(file);
        }
    }

    /** Half of them come as far as the settings. */
    @Provide
    Arbitrary<String> texts() {
        var text =
                Arbitraries.strings().withChars("ab1:{}[]-'\"!&*|>#%@`~,? \t\n").ofMaxLength(40);
        return Arbitraries.oneOf(text, text.map(value -> "config:\n  sluice:accounts: " + value));
    }

    private static Optional<String> faults(String file) {
        return Check.faults(Path.of(""), file, ADDED);
    }
}
