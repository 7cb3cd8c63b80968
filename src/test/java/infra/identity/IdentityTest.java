package infra.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.pulumi.core.Output;
import infra.testkit.Fixtures;
import infra.testkit.PulumiHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class IdentityTest {

    @Test
    void an_identity_is_known_by_its_ids() {
        var resources = PulumiHarness.run(context -> {
            var identity = new WorkloadIdentity(
                    "proxy", new WorkloadIdentityArgs(Fixtures.group(), Output.of("subscription")), Fixtures.options());
            context.export("client", identity.ref().clientId());
            context.export("principal", identity.principalId());
        });
        assertEquals(
                "group",
                resources
                        .only("azure-native:managedidentity:UserAssignedIdentity")
                        .at("resourceGroupName"));
        assertEquals("mock-client", resources.outputs().get("client"));
        assertEquals("mock-principal", resources.outputs().get("principal"));
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void a_grant_is_one_role_on_one_resource(Role role) {
        var grant = PulumiHarness.run(context -> new RoleGrant(
                        "grant",
                        new RoleGrantArgs(Fixtures.identity(), role, Output.of("resource-id")),
                        Fixtures.options()))
                .only("azure-native:authorization:RoleAssignment");
        assertEquals("resource-id", grant.at("scope"));
        assertEquals("principal", grant.at("principalId"));
        assertTrue(grant.at("roleDefinitionId").toString().endsWith("/roleDefinitions/" + role.guid()));
    }

    @Test
    void a_grant_does_not_wait_for_the_directory_to_know_the_identity() {
        var grant = PulumiHarness.run(context -> new RoleGrant(
                        "grant",
                        new RoleGrantArgs(Fixtures.identity(), Role.ACR_PULL, Output.of("resource-id")),
                        Fixtures.options()))
                .only("azure-native:authorization:RoleAssignment");
        assertEquals("ServicePrincipal", grant.at("principalType"));
    }
}
