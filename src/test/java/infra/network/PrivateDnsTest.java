package infra.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.pulumi.core.Output;
import infra.testkit.Fixtures;
import infra.testkit.PulumiHarness;
import infra.testkit.RecordedResources;
import java.util.List;
import org.junit.jupiter.api.Test;

class PrivateDnsTest {

    private static final List<String> DOMAINS = List.of(
            "privatelink.openai.azure.com",
            "privatelink.cognitiveservices.azure.com",
            "privatelink.azurecr.io",
            "privatelink.vaultcore.azure.net",
            "privatelink.documents.azure.com");

    @Test
    void every_private_service_has_its_zone() {
        var zones = run().ofType("azure-native:network:PrivateZone");
        assertEquals(
                DOMAINS, zones.stream().map(zone -> zone.at("privateZoneName")).toList());
    }

    @Test
    void every_zone_is_linked_to_the_network_and_registers_nothing_by_itself() {
        var links = run().ofType("azure-native:network:VirtualNetworkLink");
        assertEquals(
                DOMAINS, links.stream().map(link -> link.at("privateZoneName")).toList());
        for (var link : links) {
            assertEquals("network-id", link.at("virtualNetwork.id"));
            assertEquals(false, link.at("registrationEnabled"));
        }
    }

    @Test
    void zones_and_links_are_global() {
        var resources = run();
        resources
                .ofType("azure-native:network:PrivateZone")
                .forEach(each -> assertEquals("global", each.at("location")));
        resources
                .ofType("azure-native:network:VirtualNetworkLink")
                .forEach(each -> assertEquals("global", each.at("location")));
    }

    private static RecordedResources run() {
        return PulumiHarness.run(context -> new PrivateDns(
                "dns", new PrivateDnsArgs(Fixtures.group(), Output.of("network-id")), Fixtures.options()));
    }
}
