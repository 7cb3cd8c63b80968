package localazure.rules;

import static localazure.rules.World.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.function.Consumer;
import localazure.arm.ArmResource;
import localazure.arm.Tenant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessAndLogRulesTest {
    private static final String ROLE = "authorization:RoleAssignment";
    private static final String SETTING = "insights:DiagnosticSetting";

    @TempDir
    Path dir;

    World world;
    ArmResource identity;

    @BeforeEach
    void open() {
        world = new World(dir);
        identity = world.putExample("managedidentity:UserAssignedIdentity");
        world.putExample("operationalinsights:Workspace");
        world.putExample("cognitiveservices:Account");
    }

    private ArmResource changed(String type, Consumer<ObjectNode> change) {
        return world.putExample(type, inputs -> {
            change.accept(inputs);
            return inputs;
        });
    }

    private String refused(String type, Consumer<ObjectNode> change) {
        return refusal(() -> changed(type, change));
    }

    @Test
    void an_identity_keeps_its_principal() {
        String principal = identity.outputs().path("principalId").asText();
        assertEquals(36, principal.length());
        ArmResource again = world.putExample("managedidentity:UserAssignedIdentity");
        assertEquals(principal, again.outputs().path("principalId").asText());
        assertEquals(Tenant.ID, again.outputs().path("tenantId").asText());
    }

    @Test
    void a_role_is_known_and_its_scope_exists() {
        assertEquals(
                "RoleDefinitionDoesNotExist",
                refused(
                        ROLE,
                        inputs ->
                                inputs.put("roleDefinitionId", World.ROLES + "00000000-0000-0000-0000-000000000000")));
        assertEquals("ResourceNotFound", refused(ROLE, inputs -> inputs.put("scope", World.ACCOUNT + "x")));
        changed(ROLE, inputs -> inputs.put("scope", "/subscriptions/" + World.SUBSCRIPTION));
    }

    @Test
    void an_assignment_is_named_by_a_guid() {
        assertEquals("InvalidRoleAssignmentId", refused(ROLE, inputs -> inputs.put("roleAssignmentName", "mine")));
    }

    @Test
    void an_unknown_principal_needs_its_type_said() {
        assertEquals("PrincipalNotFound", refused(ROLE, inputs -> inputs.remove("principalType")));
        assertEquals("PrincipalNotFound", refused(ROLE, inputs -> inputs.put("principalType", "User")));
        world.putExample(ROLE);
    }

    @Test
    void the_type_of_a_known_principal_is_right() {
        String principal = identity.outputs().path("principalId").asText();
        assertEquals(
                "UnmatchedPrincipalType",
                refused(ROLE, inputs -> inputs.put("principalId", principal).put("principalType", "User")));
        changed(ROLE, inputs -> inputs.put("principalId", principal).remove("principalType"));
    }

    @Test
    void a_grant_is_given_once() {
        world.putExample(ROLE);
        assertEquals(
                "RoleAssignmentExists",
                refused(ROLE, inputs -> inputs.put("roleAssignmentName", "22222222-2222-2222-2222-222222222222")));
    }

    @Test
    void a_grant_cannot_be_changed() {
        world.putExample(ROLE);
        assertEquals("RoleAssignmentUpdateNotPermitted", refused(ROLE, inputs -> inputs.put("principalId", "p-2")));
    }

    @ParameterizedTest
    @ValueSource(ints = {29, 731})
    void a_workspace_keeps_logs_for_30_to_730_days(int days) {
        assertEquals(
                "InvalidParameter",
                refused("operationalinsights:Workspace", inputs -> inputs.put("retentionInDays", days)));
    }

    @Test
    void a_setting_is_accepted() {
        assertEquals("diagnostics", world.putExample(SETTING).name());
    }

    @ParameterizedTest
    @CsvSource({
        "logs, category, NoSuchLogs",
        "logs, category, ContainerRegistryLoginEvents",
        "logs, categoryGroup, everything",
        "logs, category, Audit",
        "metrics, category, Requests",
    })
    void categories_are_the_targets_own_and_not_mixed_with_groups(String list, String key, String value) {
        assertEquals(
                "BadRequest",
                refused(
                        SETTING,
                        inputs -> inputs.withArray(list)
                                .addObject()
                                .put(key, value)
                                .put("enabled", true)));
    }

    @Test
    void retention_is_refused() {
        assertEquals(
                "BadRequest",
                refused(
                        SETTING,
                        inputs -> ((ObjectNode) inputs.at("/logs/0"))
                                .putObject("retentionPolicy")
                                .put("days", 7)));
    }

    @Test
    void a_setting_has_a_destination_that_exists() {
        assertEquals("BadRequest", refused(SETTING, inputs -> inputs.remove("workspaceId")));
        assertEquals("ResourceNotFound", refused(SETTING, inputs -> inputs.put("workspaceId", World.GROUP + "/none")));
        assertEquals("ResourceNotFound", refused(SETTING, inputs -> inputs.put("resourceUri", World.ACCOUNT + "x")));
    }

    @Test
    void a_type_without_diagnostics_is_refused() {
        assertEquals("ResourceTypeNotSupported", refused(SETTING, inputs -> inputs.put("resourceUri", identity.id())));
    }

    @Test
    void a_security_group_has_no_metrics() {
        ArmResource group = world.putExample("network:NetworkSecurityGroup");
        assertEquals("BadRequest", refused(SETTING, inputs -> inputs.put("resourceUri", group.id())));
    }

    @Test
    void two_settings_do_not_send_the_same_category_to_one_workspace() {
        world.putExample(SETTING);
        assertEquals("Conflict", refused(SETTING, inputs -> inputs.put("name", "second")));
    }

    @Test
    void settings_and_grants_go_with_their_target() {
        world.putExample(SETTING);
        world.putExample(ROLE);
        world.control.delete(World.ACCOUNT);
        assertEquals(0, world.store.ofType("azure-native:" + SETTING).size());
        assertEquals(0, world.store.ofType("azure-native:" + ROLE).size());
    }
}
