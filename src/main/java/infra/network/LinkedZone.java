package infra.network;

import com.pulumi.azurenative.network.PrivateZone;
import com.pulumi.azurenative.network.PrivateZoneArgs;
import com.pulumi.azurenative.network.VirtualNetworkLink;
import com.pulumi.azurenative.network.VirtualNetworkLinkArgs;
import com.pulumi.azurenative.network.inputs.SubResourceArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.CustomResourceOptions;
import infra.azure.ResourceGroupRef;

/** A private DNS zone that a network asks. */
record LinkedZone(PrivateZone zone, VirtualNetworkLink link) {

    /** DNS zones and their links have no region; Azure wants this word, and Pulumi would fill in the group's region. */
    private static final String GLOBAL = "global";

    /** @param name of the zone in the program, linkName that of its link */
    static LinkedZone of(
            String name,
            String linkName,
            ResourceGroupRef group,
            Output<String> domain,
            Output<String> networkId,
            CustomResourceOptions child) {
        var zone = new PrivateZone(
                name,
                PrivateZoneArgs.builder()
                        .resourceGroupName(group.name())
                        .privateZoneName(domain)
                        .location(GLOBAL)
                        .build(),
                child);
        var link = new VirtualNetworkLink(
                linkName,
                VirtualNetworkLinkArgs.builder()
                        .resourceGroupName(group.name())
                        .privateZoneName(zone.name())
                        .location(GLOBAL)
                        .registrationEnabled(false)
                        .virtualNetwork(SubResourceArgs.builder().id(networkId).build())
                        .build(),
                child);
        return new LinkedZone(zone, link);
    }
}
