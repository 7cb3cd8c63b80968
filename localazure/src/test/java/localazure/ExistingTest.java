package localazure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import localazure.planes.Planes;
import localazure.planes.PlanesAtTestPorts;
import localazure.planes.openai.Latency;
import localazure.planes.testkit.MemoryStore;
import localazure.rules.World;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExistingTest {
    private static final Path COMPANY = Path.of("../examples/existing/company.json");

    @TempDir
    Path dir;

    private World world;
    private Planes planes;
    private Existing existing;

    @BeforeEach
    void open() throws Exception {
        world = new World(dir.resolve("world"));
        planes = PlanesAtTestPorts.start(
                dir.resolve("planes"),
                new MemoryStore(),
                world.azure.catalogue(),
                world.clock,
                new Latency(java.time.Duration.ZERO, java.time.Duration.ZERO));
        existing = new Existing(world.rules, world.control, planes);
    }

    @AfterEach
    void close() {
        planes.close();
    }

    private String value() {
        return world.store
                .ofType("azure-native:keyvault:Secret")
                .get(0)
                .inputs()
                .at("/properties/value")
                .asText();
    }

    @Test
    void a_companys_vault_exists_with_a_certificate_for_its_name() throws Exception {
        existing.load(COMPANY);
        assertEquals(1, world.store.ofType("azure-native:keyvault:Vault").size());
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(new ByteArrayInputStream(Base64.getDecoder().decode(value())), new char[0]);
        String names = ((X509Certificate) keys.getCertificate("server"))
                .getSubjectAlternativeNames()
                .toString();
        assertTrue(names.contains("ai.example.com"), names);
    }

    @Test
    void the_certificate_stays_over_restarts() throws Exception {
        existing.load(COMPANY);
        String first = value();
        assertFalse(first.isEmpty());
        existing.load(COMPANY);
        assertEquals(first, value());
    }

    @Test
    void what_cannot_exist_is_named_all_at_once() throws Exception {
        Path file = Files.writeString(dir.resolve("bad.json"), """
                [{"id": "/subscriptions/s/resourceGroups/lost/providers/Microsoft.KeyVault/vaults/v1",
                  "type": "Microsoft.KeyVault/vaults", "location": "japaneast", "properties": {}},
                 {"id": "/short", "type": "Microsoft.KeyVault/vaults"},
                 {"id": "/a", "type": "Microsoft.Unheard/of"}]""");
        String message =
                assertThrows(StartFailure.class, () -> existing.load(file)).getMessage();
        assertEquals(3, message.lines().count(), message);
        assertTrue(message.contains("--existing: /a (expected: a type that the local Azure serves)"), message);
        Path text = Files.writeString(dir.resolve("text.json"), "hello");
        assertThrows(StartFailure.class, () -> existing.load(text));
    }
}
