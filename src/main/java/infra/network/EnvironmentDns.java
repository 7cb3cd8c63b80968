package infra.network;

import com.pulumi.azurenative.network.PrivateRecordSet;
import com.pulumi.azurenative.network.PrivateRecordSetArgs;
import com.pulumi.azurenative.network.PrivateZone;
import com.pulumi.azurenative.network.PrivateZoneArgs;
import com.pulumi.azurenative.network.VirtualNetworkLink;
import com.pulumi.azurenative.network.VirtualNetworkLinkArgs;
import com.pulumi.azurenative.network.inputs.ARecordArgs;
import com.pulumi.azurenative.network.inputs.SubResourceArgs;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.Resource;
import java.util.List;
import java.util.Map;

/** The zone of an internal environment's domain: no public DNS server knows the names of its apps. */
public final class EnvironmentDns extends ComponentResource {

    private static final String TYPE = "infra:network:EnvironmentDns";

    /** DNS zones and their links have no region; Azure wants this word, and Pulumi would fill in the group's region. */
    private static final String GLOBAL = "global";

    private final List<Resource> ready;

    public EnvironmentDns(String name, EnvironmentDnsArgs args, ComponentResourceOptions options) {
        super(TYPE, name, options);
        var zone = new PrivateZone(
                name + "-zone",
                PrivateZoneArgs.builder()
                        .resourceGroupName(args.group().name())
                        .privateZoneName(args.domain())
                        .location(GLOBAL)
                        .build(),
                child());
        var link = new VirtualNetworkLink(
                name + "-link",
                VirtualNetworkLinkArgs.builder()
                        .resourceGroupName(args.group().name())
                        .privateZoneName(zone.name())
                        .location(GLOBAL)
                        .registrationEnabled(false)
                        .virtualNetwork(
                                SubResourceArgs.builder().id(args.networkId()).build())
                        .build(),
                child());
        this.ready = List.of(link, record(name + "-apps", "*", args, zone), record(name + "-apex", "@", args, zone));
        registerOutputs(Map.of("zoneId", zone.id()));
    }

    private PrivateRecordSet record(String name, String label, EnvironmentDnsArgs args, PrivateZone zone) {
        return new PrivateRecordSet(
                name,
                PrivateRecordSetArgs.builder()
                        .resourceGroupName(args.group().name())
                        .privateZoneName(zone.name())
                        .recordType("A")
                        .relativeRecordSetName(label)
                        .ttl(300.0)
                        .aRecords(ARecordArgs.builder()
                                .ipv4Address(args.address())
                                .build())
                        .build(),
                child());
    }

    private CustomResourceOptions child() {
        return CustomResourceOptions.builder().parent(this).build();
    }

    /** What a client in the network waits for. */
    public List<Resource> ready() {
        return ready;
    }
}
