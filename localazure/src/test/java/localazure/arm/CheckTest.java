package localazure.arm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.grpc.StatusRuntimeException;
import java.util.List;
import localazure.engine.Unknown;
import localazure.rules.World;
import org.junit.jupiter.api.Test;

class CheckTest extends AttachedProvider {
    private static final String GROUP = "azure-native:resources:ResourceGroup";
    private static final String IDENTITY = "azure-native:managedidentity:UserAssignedIdentity";
    private static final String DEPLOYMENT = "azure-native:cognitiveservices:Deployment";
    private static final String ROLE = "azure-native:authorization:RoleAssignment";

    @Test
    void an_absent_name_is_the_same_in_every_run_until_the_resource_is_there() throws Exception {
        ObjectNode first = check(GROUP, "group", "{}", "{location: 'japaneast'}", "seed");
        String name = first.path("resourceGroupName").asText();
        assertTrue(name.matches("group[0-9a-f]{8}"), name);
        assertEquals(first, check(GROUP, "group", "{}", "{location: 'japaneast'}", "other"));
        client.create(GROUP, first, false);
        ObjectNode replacement = check(GROUP, "group", "{}", "{location: 'japaneast'}", "seed");
        assertNotEquals(first, replacement);
        assertEquals(replacement, check(GROUP, "group", "{}", "{location: 'japaneast'}", "seed"));
    }

    @Test
    void an_old_name_is_kept_and_a_given_one_is_taken() {
        String olds = "{resourceGroupName: 'group00000000', location: 'eastus'}";
        ObjectNode kept = check(GROUP, "group", olds, "{}", "seed");
        assertEquals("group00000000", kept.path("resourceGroupName").asText());
        assertEquals("eastus", kept.path("location").asText());
        ObjectNode given = check(GROUP, "group", olds, "{resourceGroupName: 'mine'}", "seed");
        assertEquals("mine", given.path("resourceGroupName").asText());
    }

    @Test
    void children_copy_the_logical_name_and_assignments_get_a_uuid() {
        String deployment = "{accountName: 'a', resourceGroupName: 'rg'}";
        assertEquals(
                "chat",
                check(DEPLOYMENT, "chat", "{}", deployment, "s")
                        .path("deploymentName")
                        .asText());
        ObjectNode role = check(ROLE, "r", "{}", "{principalId: 'p', roleDefinitionId: 'r', scope: '/s'}", "s");
        assertEquals(36, role.path("roleAssignmentName").asText().length());
    }

    @Test
    void the_location_is_that_of_the_group_once_the_group_is_there() {
        assertEquals(
                "japaneast",
                check(IDENTITY, "i", "{}", "{resourceGroupName: 'rg'}", "s")
                        .path("location")
                        .asText());
        assertFalse(
                check(IDENTITY, "i", "{}", "{resourceGroupName: 'later'}", "s").has("location"));
        String unknown = "{resourceGroupName: '" + Unknown.VALUE.asText() + "'}";
        assertFalse(check(IDENTITY, "i", "{}", unknown, "s").has("location"));
    }

    @Test
    void an_unknown_property_is_a_failed_check() {
        List<String> faults = client.faults(IDENTITY, "i", World.json("{resourceGroupName: 'rg', colour: 'red'}"));
        assertEquals(1, faults.size());
        assertTrue(faults.get(0).startsWith("colour: Code=\"InvalidRequestContent\""), faults.get(0));
    }

    @Test
    void a_type_that_is_not_served_is_named() {
        StatusRuntimeException e = assertThrows(
                StatusRuntimeException.class, () -> check("azure-native:storage:StorageAccount", "s", "{}", "{}", "s"));
        assertTrue(e.getStatus().getDescription().startsWith("type: azure-native:storage:StorageAccount (expected: "));
    }
}
