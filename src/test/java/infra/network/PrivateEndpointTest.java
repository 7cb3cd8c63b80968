package infra.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.pulumi.core.Output;
import com.pulumi.resources.Resource;
import infra.identity.WorkloadIdentity;
import infra.identity.WorkloadIdentityArgs;
import infra.testkit.Fixtures;
import infra.testkit.PulumiHarness;
import java.util.List;
import org.junit.jupiter.api.Test;

class PrivateEndpointTest {

    private static final String ENDPOINT = "azure-native:network:PrivateEndpoint";

    @Test
    void an_endpoint_stands_in_the_region_of_its_subnet_and_reaches_one_part_of_the_target() {
        var endpoint = PulumiHarness.run(context -> endpoint(List.of())).only(ENDPOINT);
        assertEquals("japaneast", endpoint.at("location"));
        assertTrue(endpoint.at("subnet.id").toString().endsWith("/subnets/endpoints"));
        assertEquals("target-id", endpoint.at("privateLinkServiceConnections.0.privateLinkServiceId"));
        assertEquals(List.of("account"), endpoint.at("privateLinkServiceConnections.0.groupIds"));
    }

    @Test
    void one_zone_group_names_every_zone() {
        var group = PulumiHarness.run(context -> endpoint(List.of())).only("azure-native:network:PrivateDnsZoneGroup");
        assertEquals("a-example", group.at("privateDnsZoneConfigs.0.name"));
        assertEquals("b-example", group.at("privateDnsZoneConfigs.1.name"));
        assertTrue(
                group.at("privateDnsZoneConfigs.1.privateDnsZoneId").toString().endsWith("/b.example"));
        assertEquals("account-endpoint-auto", group.at("privateEndpointName"));
    }

    @Test
    void an_endpoint_waits_for_what_its_user_names() {
        var resources = PulumiHarness.run(context -> {
            var before = new WorkloadIdentity(
                    "before",
                    new WorkloadIdentityArgs(Fixtures.group(), Output.of("subscription")),
                    Fixtures.options());
            endpoint(List.of(before));
        });
        assertTrue(resources.only(ENDPOINT).waitsFor(resources.only("infra:identity:WorkloadIdentity")));
    }

    @Test
    void an_endpoint_is_replaced_with_its_target_and_its_names_with_it() {
        var resources = PulumiHarness.run(context -> endpoint(List.of()));
        assertEquals(
                List.of("privateLinkServiceConnections"),
                resources.only(ENDPOINT).replaceOnChanges());
        assertEquals(
                resources.only(ENDPOINT).name() + "-auto",
                resources.only("azure-native:network:PrivateDnsZoneGroup").at("privateEndpointName"));
    }

    @Test
    void no_zone_and_more_than_five_are_refused() {
        assertEquals("zones: 0 (expected: 1 to 5)", fault());
        assertEquals("zones: 6 (expected: 1 to 5)", fault("a", "b", "c", "d", "e", "f"));
    }

    private static String fault(String... domains) {
        return assertThrows(IllegalArgumentException.class, () -> Fixtures.place(domains))
                .getMessage();
    }

    private static void endpoint(List<Resource> after) {
        new PrivateEndpoint(
                "account",
                new PrivateEndpointArgs(
                        Fixtures.place("a.example", "b.example"), Output.of("target-id"), "account", after),
                Fixtures.options());
    }
}
