package localazure.rules;

import static localazure.rules.World.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import localazure.arm.ArmResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrivateEndpointRulesTest {
    private static final String REGISTRY = World.GROUP + "/providers/Microsoft.ContainerRegistry/registries/images1";

    @TempDir
    Path dir;

    World world;

    @BeforeEach
    void open() {
        world = new World(dir);
        world.putExample("network:NetworkSecurityGroup");
        world.putExample("network:VirtualNetwork");
        world.putExample("cognitiveservices:Account");
        world.putExample("network:PrivateZone");
    }

    private ArmResource endpoint(String name, String target, String... groups) {
        return world.putExample("network:PrivateEndpoint", inputs -> {
            inputs.put("privateEndpointName", name);
            ObjectNode connection = (ObjectNode) inputs.at("/privateLinkServiceConnections/0");
            ArrayNode ids = connection.put("privateLinkServiceId", target).putArray("groupIds");
            for (String group : groups) {
                ids.add(group);
            }
            return inputs;
        });
    }

    @Test
    void endpoints_get_the_first_free_addresses_of_their_subnet_and_keep_them() {
        ArmResource first = endpoint("one", World.ACCOUNT, "account");
        ArmResource second = endpoint("two", World.ACCOUNT, "account");
        assertEquals(
                "10.0.1.4",
                first.outputs().at("/customDnsConfigs/0/ipAddresses/0").asText());
        assertEquals(
                "10.0.1.5",
                second.outputs().at("/customDnsConfigs/0/ipAddresses/0").asText());
        world.control.delete(first.id());
        ArmResource updated = endpoint("two", World.ACCOUNT, "account");
        assertEquals(
                "10.0.1.5",
                updated.outputs().at("/customDnsConfigs/0/ipAddresses/0").asText());
    }

    @Test
    void a_registry_takes_two_addresses_and_has_two_names() {
        world.putExample("containerregistry:Registry");
        ArmResource endpoint = endpoint("pe", REGISTRY, "registry");
        assertEquals(2, endpoint.outputs().path("customDnsConfigs").size());
        assertEquals(
                "images1.japaneast.data.azurecr.io",
                endpoint.outputs().at("/customDnsConfigs/1/fqdn").asText());
    }

    @Test
    void a_full_subnet_refuses() {
        world.putExample("network:VirtualNetwork", inputs -> {
            ((ObjectNode) inputs.at("/subnets/0")).put("addressPrefix", "10.0.1.0/29");
            return inputs;
        });
        endpoint("one", World.ACCOUNT, "account");
        endpoint("two", World.ACCOUNT, "account");
        endpoint("three", World.ACCOUNT, "account");
        assertEquals("SubnetIsFull", refusal(() -> endpoint("four", World.ACCOUNT, "account")));
    }

    @Test
    void the_group_id_is_the_targets_one_and_only() {
        assertEquals("BadRequest", refusal(() -> endpoint("pe", World.ACCOUNT, "vault")));
        assertEquals("MissingParameterOnPrivateLinkServiceConnection", refusal(() -> endpoint("pe", World.ACCOUNT)));
        assertEquals("OnlyOneGroupIdPermitted", refusal(() -> endpoint("pe", World.ACCOUNT, "account", "other")));
    }

    @Test
    void the_target_exists() {
        assertEquals("LinkedInvalidPropertyId", refusal(() -> endpoint("pe", World.ACCOUNT + "x", "account")));
    }

    @Test
    void an_endpoint_is_disconnected_when_its_target_is_deleted_and_a_new_target_of_that_id_does_not_mend_it() {
        world.putExample("containerregistry:Registry");
        ArmResource endpoint = endpoint("pe", World.ACCOUNT, "account");
        ArmResource other = endpoint("other", REGISTRY, "registry");
        assertEquals("Approved", connection(endpoint));
        world.control.delete(World.ACCOUNT);
        assertEquals("Disconnected", connection(endpoint));
        assertEquals("Approved", connection(other));
        world.putExample("cognitiveservices:Account");
        endpoint("pe", World.ACCOUNT, "account");
        assertEquals("Disconnected", connection(endpoint));
        world.control.delete(endpoint.id());
        assertEquals("Approved", connection(endpoint("pe", World.ACCOUNT, "account")));
    }

    private String connection(ArmResource endpoint) {
        return world.store
                .find(endpoint.id())
                .orElseThrow()
                .outputs()
                .at("/privateLinkServiceConnections/0/privateLinkServiceConnectionState/status")
                .asText();
    }

    @ParameterizedTest
    @CsvSource({"Basic", "Standard"})
    void a_registry_needs_the_premium_sku(String sku) {
        world.putExample("containerregistry:Registry", inputs -> {
            inputs.putObject("sku").put("name", sku);
            return inputs;
        });
        assertEquals("BadRequest", refusal(() -> endpoint("pe", REGISTRY, "registry")));
    }

    @Test
    void an_account_needs_a_sub_domain() {
        world.putExample("cognitiveservices:Account", inputs -> {
            inputs.put("accountName", "bare").putObject("properties");
            return inputs;
        });
        assertEquals("BadRequest", refusal(() -> endpoint("pe", World.ACCOUNT.replace("acct", "bare"), "account")));
    }

    @ParameterizedTest
    @CsvSource({
        "none, japaneast, InvalidResourceReference",
        "endpoints, eastus, InvalidResourceReference",
        "apps, japaneast, PrivateEndpointCannotBeCreatedInSubnetThatHasDelegation",
    })
    void the_subnet_exists_in_the_endpoints_region_and_is_not_delegated(String subnet, String region, String code) {
        assertEquals(
                code,
                refusal(() -> world.putExample("network:PrivateEndpoint", inputs -> {
                    inputs.put("location", region).putObject("subnet").put("id", World.NETWORK + "/subnets/" + subnet);
                    return inputs;
                })));
    }

    @Test
    void a_zone_group_writes_the_records_of_its_zone() {
        world.putExample("network:PrivateEndpoint");
        ArmResource group = world.putExample("network:PrivateDnsZoneGroup");
        var record = group.outputs().at("/privateDnsZoneConfigs/0/recordSets/0");
        assertEquals(
                "acct-sub.privatelink.openai.azure.com", record.path("fqdn").asText());
        assertEquals("10.0.1.4", record.at("/ipAddresses/0").asText());
        assertEquals(
                1, group.outputs().at("/privateDnsZoneConfigs/0/recordSets").size());
    }

    @Test
    void a_zone_of_another_service_gets_no_record() {
        world.putExample("network:PrivateEndpoint");
        ArmResource zone = world.putExample(
                "network:PrivateZone", inputs -> inputs.put("privateZoneName", "privatelink.azurecr.io"));
        ArmResource group = world.putExample("network:PrivateDnsZoneGroup", inputs -> {
            ((ObjectNode) inputs.at("/privateDnsZoneConfigs/0")).put("privateDnsZoneId", zone.id());
            return inputs;
        });
        assertEquals(
                0, group.outputs().at("/privateDnsZoneConfigs/0/recordSets").size());
    }

    @Test
    void an_endpoint_has_one_zone_group() {
        world.putExample("network:PrivateEndpoint");
        world.putExample("network:PrivateDnsZoneGroup");
        assertEquals(
                "MoreThanOnePrivateDnsZoneGroupPerPrivateEndpointNotAllowed",
                refusal(() -> world.putExample(
                        "network:PrivateDnsZoneGroup", inputs -> inputs.put("privateDnsZoneGroupName", "more"))));
    }

    @Test
    void a_zone_configuration_has_a_name_and_an_existing_zone() {
        world.putExample("network:PrivateEndpoint");
        assertEquals(
                "InvalidRequestFormat",
                refusal(() -> world.putExample("network:PrivateDnsZoneGroup", inputs -> {
                    ((ObjectNode) inputs.at("/privateDnsZoneConfigs/0")).remove("name");
                    return inputs;
                })));
        assertEquals(
                "InvalidResourceReference",
                refusal(() -> world.putExample("network:PrivateDnsZoneGroup", inputs -> {
                    ((ObjectNode) inputs.at("/privateDnsZoneConfigs/0")).put("privateDnsZoneId", "/nowhere");
                    return inputs;
                })));
    }

    @Test
    void a_zone_group_has_five_zones_at_most() {
        world.putExample("network:PrivateEndpoint");
        assertEquals(
                "InvalidRequestFormat",
                refusal(() -> world.putExample("network:PrivateDnsZoneGroup", inputs -> {
                    ArrayNode configs = (ArrayNode) inputs.get("privateDnsZoneConfigs");
                    while (configs.size() < 6) {
                        configs.add(configs.get(0).deepCopy());
                    }
                    return inputs;
                })));
    }
}
