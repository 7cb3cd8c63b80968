package localazure.planes.containerapps;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import localazure.arm.ArmResource;
import localazure.planes.Arm;
import localazure.planes.Json;
import localazure.planes.testkit.MemoryStore;
import localazure.planes.testkit.Resources;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EnvironmentNamesTest {
    private static final String DOMAIN = "happystone.example.io";
    private static final String HOST = "proxy." + DOMAIN;
    private static final String ZONE = Resources.GROUP + "/providers/Microsoft.Network/privateDnsZones/" + DOMAIN;

    private final MemoryStore store = new MemoryStore();
    private final PrivateDns dns = new PrivateDns(store);

    @BeforeEach
    void put() {
        ObjectNode outputs = Json.object("defaultDomain", DOMAIN, "staticIp", "10.0.2.10");
        store.put(new ArmResource(Resources.ENVIRONMENT, Arm.ENVIRONMENT, Json.object(), outputs));
        store.put(record("*", "10.0.2.10"));
        store.put(link(Resources.NETWORK));
    }

    private static ArmResource record(String name, String address) {
        ObjectNode inputs = Json.object("aRecords", Json.array(Json.object("ipv4Address", address)));
        return Resources.resource("azure-native:network:PrivateRecordSet", ZONE + "/A/" + name, inputs);
    }

    private static ArmResource link(String network) {
        ObjectNode inputs = Json.object("virtualNetwork", Json.object("id", network));
        return Resources.resource(
                "azure-native:network:VirtualNetworkLink", ZONE + "/virtualNetworkLinks/link", inputs);
    }

    @Test
    void a_record_for_all_names_in_a_linked_zone_leads_to_the_environment() {
        assertTrue(dns.leadsToEnvironment(HOST, Resources.NETWORK));
    }

    @Test
    void a_record_of_the_apex_alone_does_not() {
        store.delete(record("*", "").id());
        store.put(record("@", "10.0.2.10"));
        assertFalse(dns.leadsToEnvironment(HOST, Resources.NETWORK));
    }

    @Test
    void a_record_of_another_address_does_not() {
        store.put(record("*", "10.0.2.11"));
        assertFalse(dns.leadsToEnvironment(HOST, Resources.NETWORK));
    }

    @Test
    void a_zone_that_is_linked_to_another_network_does_not() {
        store.put(link("/other"));
        assertFalse(dns.leadsToEnvironment(HOST, Resources.NETWORK));
    }
}
