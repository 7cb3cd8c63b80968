package infra.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.pulumi.core.Output;
import infra.settings.Settings;
import infra.testkit.Fixtures;
import infra.testkit.PulumiHarness;
import infra.testkit.RecordedResources;
import java.io.ByteArrayInputStream;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class CertificateTest {

    private static final String VAULT_ID = Fixtures.SCOPE + "/Microsoft.KeyVault/vaults/Company";
    private static final Settings.Certificate ADOPTED = new Settings.Certificate.Adopt(VAULT_ID, "ai");

    @Test
    void defaults_are_secure() {
        var vault = run(new Settings.Certificate.Generated()).only("azure-native:keyvault:Vault");
        assertEquals("Disabled", vault.at("properties.publicNetworkAccess"));
        assertEquals("Deny", vault.at("properties.networkAcls.defaultAction"));
        assertEquals(true, vault.at("properties.enableRbacAuthorization"));
    }

    @Test
    void a_generated_certificate_is_a_pfx_for_the_host() throws Exception {
        var secret = run(new Settings.Certificate.Generated()).only("azure-native:keyvault:Secret");
        assertEquals("application/x-pkcs12", secret.at("properties.contentType"));
        var keys = KeyStore.getInstance("PKCS12");
        var pfx = Base64.getDecoder().decode(secret.at("properties.value").toString());
        keys.load(new ByteArrayInputStream(pfx), new char[0]);
        assertNotNull(keys.getKey("gateway", new char[0]));
        var names = ((X509Certificate) keys.getCertificate("gateway")).getSubjectAlternativeNames();
        assertEquals(
                List.of("ai.example.com", "localhost", "127.0.0.1"),
                names.stream().map(each -> each.get(1)).toList());
    }

    @Test
    void an_adopted_certificate_is_used_and_not_owned() {
        var resources = run(ADOPTED);
        assertEquals(List.of(), resources.ofType("azure-native:keyvault:Vault"));
        assertEquals(List.of(), resources.ofType("azure-native:keyvault:Secret"));
        assertEquals(List.of(), resources.ofType("azure-native:insights:DiagnosticSetting"));
        assertEquals(
                "https://company.vault.azure.net/secrets/ai",
                resources.outputs().get("uri"));
    }

    @Test
    void the_gateway_reads_this_secret_alone_through_a_private_endpoint() {
        for (var source : List.of(ADOPTED, new Settings.Certificate.Generated())) {
            var resources = run(source);
            var grant = resources.only("azure-native:authorization:RoleAssignment");
            assertTrue(grant.at("roleDefinitionId").toString().endsWith("4633458b-17de-408a-b874-0445c86b69e6"));
            assertTrue(grant.at("scope").toString().matches(".*(/secrets/ai|/Secret/gateway-tls)"), grant.toString());
            assertEquals(
                    List.of("vault"),
                    resources
                            .only("azure-native:network:PrivateEndpoint")
                            .at("privateLinkServiceConnections.0.groupIds"));
        }
    }

    @Test
    void the_vaults_logs_are_kept() {
        assertTrue(run(new Settings.Certificate.Generated())
                .only("azure-native:insights:DiagnosticSetting")
                .at("resourceUri")
                .toString()
                .endsWith("/vault"));
    }

    @Test
    void a_name_that_azure_refuses_is_refused_here() {
        var fault = assertThrows(IllegalArgumentException.class, () -> args(ADOPTED, "a--b"));
        assertEquals(
                "vaultName: a--b (expected: 3 to 24 lower-case letters, digits and single '-', a letter first)",
                fault.getMessage());
    }

    private static RecordedResources run(Settings.Certificate source) {
        return PulumiHarness.run(context -> context.export(
                "uri",
                new Certificate("tls", args(source, "vault"), Fixtures.options())
                        .ref()
                        .secretUri()));
    }

    private static CertificateArgs args(Settings.Certificate source, String vault) {
        return new CertificateArgs(
                Fixtures.group(),
                source,
                vault,
                "ai.example.com",
                Output.of("tenant"),
                Fixtures.identity(),
                Fixtures.place("privatelink.vaultcore.azure.net"),
                Fixtures.workspace());
    }
}
