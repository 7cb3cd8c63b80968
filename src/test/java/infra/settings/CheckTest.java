package infra.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    void what_stands_for_a_value_of_ones_own_is_a_fault_everywhere_but_on_the_local_azure() {
        var vault = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/company/providers"
                + "/Microsoft.KeyVault/vaults/company-certificates";
        var faults = String.join(
                "\n",
                "sluice:baseImage: absent (expected: NAME@sha256:DIGEST; only a loopback registryPushEndpoint does without)",
                "azure-native:subscriptionId: 00000000-0000-0000-0000-000000000001 (expected: an id of your own in place of the one of zeros)",
                "sluice:gateway.hostName: ai.example.com (expected: a name of your own in place of example's)",
                "sluice:gateway.certificate.vaultId: " + vault
                        + " (expected: an id of your own in place of the one of zeros)");
        assertEquals(
                Optional.of(faults),
                Check.faults(
                        Path.of(""),
                        "Pulumi.prod.yaml",
                        "azure-native:subscriptionId=00000000-0000-0000-0000-000000000001"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ai.myexample.com",
                "example.community",
                "example",
                "00000003-0000-0000-c000-000000000000",
                "f0000000-0000-0000-0000-000000000001",
                "api://sluice"
            })
    void what_only_looks_like_a_placeholder_is_none(String text) {
        assertEquals(Optional.empty(), Placeholders.expected(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "example.com",
                "ai.corp.example",
                "Ops@Example.org",
                "https://hooks.example.net/x",
                "00000000-0000-0000-0000-000000000000"
            })
    void names_of_example_and_ids_of_zeros_are_placeholders(String text) {
        assertTrue(Placeholders.expected(text).isPresent());
    }

    @Test
    void a_file_with_a_value_that_only_the_engine_decrypts_is_left_to_the_program(@TempDir Path folder)
            throws IOException {
        var text = "config:\n  sluice:baseImage:\n    secure: v1:abc\n  sluice:generation: 0\n";
        var file = Files.writeString(folder.resolve("secret.yaml"), text);
        assertEquals(Optional.empty(), faults(file.toString()));
        Files.writeString(file, text.replace("secure: v1:abc", "plain: abc"));
        assertTrue(faults(file.toString()).isPresent());
    }

    @Test
    void a_key_that_nothing_reads_is_a_fault_beside_the_others_and_its_value_is_not_told(@TempDir Path folder)
            throws IOException {
        var file = Files.writeString(folder.resolve("keys.yaml"), """
                config:
                  sluice:accounts: [{ name: A, region: eastus }]
                  sluice:generation: 0
                  sluice:dataBoundry: region
                  slucie:protect: true
                  protect: true
                  acme:colour: red
                  azure-native:location: japaneast
                  pulumi:tags: { a: b }
                confg: { a: 1 }
                encryptionsalt: v1:xyz
                """);
        var faults = faults(file.toString()).orElseThrow().split("\n");
        assertEquals(
                List.of(
                        "sluice:generation: 0 (expected: 1 to 999)",
                        "confg: unknown (expected: one of config, environment, encryptionsalt, encryptedkey, secretsprovider)",
                        "sluice:dataBoundry: unknown (expected: one of sluice:accounts, addressSpace, alerts, baseImage, callers,"
                                + " contentFilters, dataBoundary, gateway, generation, limits, location, models, promptLog, protect,"
                                + " registryPushEndpoint, replicas, responseKey, screening, streams, timeouts, workspace, zoneRedundant)",
                        "slucie:protect: unknown (expected: sluice:protect)",
                        "protect: unknown (expected: sluice:protect)",
                        "acme:colour: unknown (expected: a key that begins with sluice:, azure-native: or pulumi:)"),
                List.of(faults));
    }

    @Test
    void what_the_engine_refuses_of_a_file_is_said_before_it_starts(@TempDir Path folder) throws IOException {
        var file = Files.writeString(folder.resolve("twice.yaml"), """
                config:
                  sluice:accounts: [{ name: A, region: eastus, name: B }]
                  sluice:location: Mars
                  sluice:replicas: { min: 1 }
                  sluice:replicas: { max: 2 }
                  sluice:limits:
                """);
        assertEquals(Optional.of("""
                sluice:location: Mars (expected: a region such as japaneast)
                sluice:limits: empty (expected: a value, or the key left out)
                name: again in line 2 (expected: each key once)
                sluice:replicas: again in line 5 (expected: each key once)"""), faults(file.toString()));
        Files.writeString(file, "config: 3\n");
        assertTrue(faults(file.toString()).orElseThrow().endsWith("\nconfig: 3 (expected: an object)"));
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
