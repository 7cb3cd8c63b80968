package infra.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import infra.testkit.Fixtures;
import infra.testkit.PulumiHarness;
import infra.testkit.RecordedResources;
import java.util.List;
import org.junit.jupiter.api.Test;

class RegistryTest {

    @Test
    void defaults_are_secure() {
        var registry = run().only("azure-native:containerregistry:Registry");
        assertEquals(false, registry.at("adminUserEnabled"));
        assertEquals("Disabled", registry.at("publicNetworkAccess"));
        assertEquals("Premium", registry.at("sku.name"));
        assertEquals("images", registry.at("registryName"));
    }

    @Test
    void it_is_reached_through_a_private_endpoint() {
        var endpoint = run().only("azure-native:network:PrivateEndpoint");
        assertEquals(List.of("registry"), endpoint.at("privateLinkServiceConnections.0.groupIds"));
    }

    @Test
    void one_identity_pulls_and_may_do_nothing_else() {
        var grant = run().only("azure-native:authorization:RoleAssignment");
        assertTrue(
                grant.at("roleDefinitionId").toString().endsWith("7f951dda-4ed3-4680-a7ca-43fe172d538d"),
                grant.toString());
        assertTrue(grant.at("scope").toString().endsWith("/Registry/images"));
    }

    @Test
    void its_logs_are_kept() {
        assertTrue(run().only("azure-native:insights:DiagnosticSetting")
                .at("resourceUri")
                .toString()
                .endsWith("/images"));
    }

    @Test
    void a_name_that_azure_refuses_is_refused_here() {
        var fault = assertThrows(IllegalArgumentException.class, () -> args("my-images"));
        assertEquals("registryName: my-images (expected: 5 to 50 lower-case letters and digits)", fault.getMessage());
    }

    private static RecordedResources run() {
        return PulumiHarness.run(context -> new Registry("images", args("images"), Fixtures.options()));
    }

    private static RegistryArgs args(String name) {
        return new RegistryArgs(
                Fixtures.group(),
                name,
                Fixtures.identity(),
                Fixtures.place("privatelink.azurecr.io"),
                Fixtures.workspace());
    }
}
