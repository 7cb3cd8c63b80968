package infra.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.pulumi.core.Output;
import infra.testkit.Fixtures;
import infra.testkit.PulumiHarness;
import infra.testkit.RecordedResources;
import java.util.List;
import org.junit.jupiter.api.Test;

class EnvironmentDnsTest {

    @Test
    void every_name_of_the_environment_and_its_apex_lead_to_its_address() {
        var records = run().ofType("azure-native:network:PrivateRecordSet");
        assertEquals(
                List.of("*", "@"),
                records.stream().map(each -> each.at("relativeRecordSetName")).toList());
        for (var record : records) {
            assertEquals("A", record.at("recordType"));
            assertEquals("10.20.2.10", record.at("aRecords.0.ipv4Address"));
            assertEquals("happystone.example.io", record.at("privateZoneName"));
        }
    }

    @Test
    void the_zone_is_named_after_the_domain_and_linked_to_the_network() {
        var resources = run();
        assertEquals(
                "happystone.example.io",
                resources.only("azure-native:network:PrivateZone").at("privateZoneName"));
        var link = resources.only("azure-native:network:VirtualNetworkLink");
        assertEquals("network-id", link.at("virtualNetwork.id"));
        assertEquals(false, link.at("registrationEnabled"));
        assertEquals("global", link.at("location"));
    }

    private static RecordedResources run() {
        var args = new EnvironmentDnsArgs(
                Fixtures.group(), Output.of("network-id"), Output.of("happystone.example.io"), Output.of("10.20.2.10"));
        return PulumiHarness.run(context -> new EnvironmentDns("dns", args, Fixtures.options()));
    }
}
