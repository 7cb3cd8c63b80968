package localazure.rules;

import static localazure.rules.World.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import localazure.arm.ArmResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkRulesTest {
    @TempDir
    Path dir;

    World world;

    @BeforeEach
    void open() {
        world = new World(dir);
        world.putExample("network:NetworkSecurityGroup");
    }

    @Test
    void subnets_get_ids() {
        ArmResource network = world.putExample("network:VirtualNetwork");
        assertEquals(
                World.NETWORK + "/subnets/apps",
                network.outputs().at("/subnets/1/id").asText());
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.0.0/24, NetcfgSubnetRangeOutsideVnet",
        "10.0.3.0/24, NetcfgSubnetRangesOverlap",
        "10.0.9.0/30, NetcfgInvalidSubnet",
        "10.0.9.1/24, InvalidCIDRNotation",
        "10.0.9/24, InvalidCIDRNotation",
    })
    void a_subnet_range_that_does_not_fit_is_refused(String range, String code) {
        assertEquals(
                code,
                refusal(() -> world.putExample("network:VirtualNetwork", inputs -> {
                    inputs.withArray("subnets").addObject().put("name", "more").put("addressPrefix", range);
                    return inputs;
                })));
    }

    @Test
    void a_subnet_refers_to_a_security_group_of_its_region() {
        assertEquals(
                "InvalidResourceReference",
                refusal(() -> world.putExample("network:VirtualNetwork", inputs -> {
                    inputs.put("location", "eastus");
                    return inputs;
                })));
        world.control.delete(World.GROUP + "/providers/Microsoft.Network/networkSecurityGroups/nsg");
        assertEquals("InvalidResourceReference", refusal(() -> world.putExample("network:VirtualNetwork")));
    }

    @Test
    void a_security_group_in_use_stays() {
        world.putExample("network:VirtualNetwork");
        assertEquals(
                "InUseNetworkSecurityGroupCannotBeDeleted",
                refusal(() ->
                        world.control.delete(World.GROUP + "/providers/Microsoft.Network/networkSecurityGroups/nsg")));
    }

    @ParameterizedTest
    @CsvSource({"99, SecurityRuleInvalidPriority", "4097, SecurityRuleInvalidPriority", "100, SecurityRuleConflict"})
    void security_rules_have_priorities_of_their_own(int priority, String code) {
        assertEquals(
                code,
                refusal(() -> world.putExample("network:NetworkSecurityGroup", inputs -> {
                    inputs.withArray("securityRules")
                            .addObject()
                            .put("name", "more")
                            .put("priority", priority)
                            .put("direction", "Inbound");
                    return inputs;
                })));
    }

    @Test
    void zones_and_links_are_global() {
        world.putExample("network:VirtualNetwork");
        assertEquals(
                "LocationNotAvailableForResourceType",
                refusal(() -> world.put(
                        "network:PrivateZone",
                        "{privateZoneName: 'privatelink.openai.azure.com', location: 'japaneast'}")));
        world.putExample("network:PrivateZone");
        assertEquals("LocationNotAvailableForResourceType", refusal(() -> link("link", "japaneast")));
    }

    @Test
    void a_network_is_linked_to_a_zone_once() {
        world.putExample("network:VirtualNetwork");
        world.putExample("network:PrivateZone");
        world.putExample("network:VirtualNetworkLink");
        assertEquals("Conflict", refusal(() -> link("other", "global")));
    }

    private ArmResource link(String name, String location) {
        return world.putExample(
                "network:VirtualNetworkLink",
                inputs -> inputs.put("virtualNetworkLinkName", name).put("location", location));
    }

    @Test
    void a_link_needs_its_zone_and_its_network() {
        assertEquals("ParentResourceNotFound", refusal(() -> world.putExample("network:VirtualNetworkLink")));
        world.putExample("network:PrivateZone");
        assertEquals("BadRequest", refusal(() -> world.putExample("network:VirtualNetworkLink")));
    }

    @Test
    void a_zone_with_links_stays() {
        world.putExample("network:VirtualNetwork");
        ArmResource zone = world.putExample("network:PrivateZone");
        ArmResource link = world.putExample("network:VirtualNetworkLink");
        assertEquals("CannotDeleteResource", refusal(() -> world.control.delete(zone.id())));
        world.control.delete(link.id());
        world.control.delete(zone.id());
        assertTrue(world.store.find(zone.id()).isEmpty());
    }

    @Test
    void a_subnet_in_use_cannot_be_taken_out_of_its_network() {
        world.putExample("network:VirtualNetwork");
        world.putExample("app/v20230501:ManagedEnvironment");
        assertEquals(
                "InUseSubnetCannotBeDeleted",
                refusal(() -> world.putExample("network:VirtualNetwork", inputs -> {
                    JsonNode first = inputs.at("/subnets/0");
                    inputs.putArray("subnets").add(first);
                    return inputs;
                })));
        assertEquals("InUseSubnetCannotBeDeleted", refusal(() -> world.control.delete(World.NETWORK)));
    }

    @Test
    void a_group_goes_with_everything_in_it() {
        world.putExample("network:VirtualNetwork");
        world.putExample("app/v20230501:ManagedEnvironment");
        world.control.delete(World.GROUP);
        assertTrue(world.store.all().isEmpty());
    }

    @Test
    void what_an_id_goes_through_must_exist() {
        ObjectNode elsewhere = World.json("{resourceGroupName: 'none', resourceName: 'identity'}");
        assertEquals(
                "ResourceGroupNotFound", refusal(() -> world.put("managedidentity:UserAssignedIdentity", elsewhere)));
    }

    @ParameterizedTest
    @CsvSource({
        "network:PrivateZone, privateZoneName, single, InvalidResourceName",
        "managedidentity:UserAssignedIdentity, resourceName, ab, InvalidResourceName",
        "operationalinsights:Workspace, workspaceName, -logs, InvalidResourceName",
        "containerregistry:Registry, registryName, my-images, InvalidResourceName",
        "cognitiveservices:Account, accountName, a, InvalidResourceName",
        "resources:ResourceGroup, resourceGroupName, ends., InvalidResourceName",
    })
    void a_name_that_breaks_its_rule_is_refused(String type, String property, String name, String code) {
        ObjectNode inputs = type.startsWith("resources") ? World.json("{}") : World.json(Examples.of(type));
        assertEquals(code, refusal(() -> world.put(type, inputs.put(property, name))));
    }
}
