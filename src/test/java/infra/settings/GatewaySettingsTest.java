package infra.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import infra.settings.Settings.Certificate;
import infra.settings.Settings.FrontEnd;
import infra.testkit.StackFiles;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GatewaySettingsTest {

    private static final String VAULT = "/subscriptions/s/resourceGroups/g/providers/Microsoft.KeyVault/vaults/v";

    @Test
    void all_has_a_default() {
        assertEquals(
                new Settings.Gateway(
                        FrontEnd.PUBLIC,
                        Optional.empty(),
                        new Certificate.Generated(),
                        false,
                        600,
                        3,
                        new Settings.Replicas(1, 10)),
                parse("{}"));
    }

    @Test
    void every_key_is_read() {
        assertEquals(
                new Settings.Gateway(
                        FrontEnd.PRIVATE,
                        Optional.of("ai.example.com"),
                        new Certificate.Adopt(VAULT, "tls"),
                        true,
                        7,
                        0,
                        new Settings.Replicas(3, 5)),
                parse(
                        "{frontEnd: private, hostName: ai.example.com, directPath: true, requestsPerMinutePerClient: 7, zones: 0,"
                                + " certificate: {vaultId: " + VAULT
                                + ", secretName: tls}, instances: {min: 3, max: 5}}"));
    }

    @Test
    void wrong_values_are_named_all_at_once() {
        assertEquals(
                """
                sluice:gateway.frontEnd: both (expected: public or private)
                sluice:gateway.hostName: AI (expected: a host name in lower case such as ai.example.com)
                sluice:gateway.certificate.vaultId: absent (expected: the resource id of a Key Vault)
                sluice:gateway.directPath: maybe (expected: true or false)
                sluice:gateway.requestsPerMinutePerClient: 0 (expected: 1 to 1000000 requests/min)
                sluice:gateway.zones: 4 (expected: 0 to 3)
                sluice:gateway.instances.max: 1 (expected: 2 to 125)""",
                fault("{frontEnd: both, hostName: AI, certificate: {secretName: tls}, directPath: maybe,"
                        + " requestsPerMinutePerClient: 0, zones: 4, instances: {max: 1}}"));
    }

    @Test
    void a_host_name_is_needed_where_azure_gives_none() {
        assertEquals(
                "sluice:gateway.hostName: absent (expected: a host name: a private front end has none of its own)",
                fault("{frontEnd: private}"));
        assertEquals(
                "sluice:gateway.hostName: absent (expected: a host name that the adopted certificate carries)",
                fault("{certificate: {vaultId: " + VAULT + ", secretName: tls}}"));
    }

    private static String fault(String yaml) {
        return assertThrows(IllegalArgumentException.class, () -> parse(yaml)).getMessage();
    }

    private static Settings.Gateway parse(String yaml) {
        var values = Map.of(
                "sluice:accounts", "[{\"name\": \"A\", \"region\": \"eastus\"}]",
                "sluice:registryPushEndpoint", "127.0.0.1:7072",
                "sluice:gateway", StackFiles.yamlToJson(yaml));
        return Settings.parse(StackFiles.lookup(values), file -> Optional.empty(), Catalogue.load())
                .gateway();
    }
}
