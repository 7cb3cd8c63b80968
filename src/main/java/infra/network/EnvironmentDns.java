package infra.network;

import com.pulumi.azurenative.network.PrivateRecordSet;
import com.pulumi.azurenative.network.PrivateRecordSetArgs;
import com.pulumi.azurenative.network.PrivateZone;
import com.pulumi.azurenative.network.inputs.ARecordArgs;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.Resource;
import java.util.List;
import java.util.Map;

/** The zone of an internal environment's domain: no public DNS server knows the names of its apps. */
public final class EnvironmentDns extends ComponentResource {

    private static final String TYPE = "infra:network:EnvironmentDns";

    private final List<Resource> ready;

    public EnvironmentDns(String name, EnvironmentDnsArgs args, ComponentResourceOptions options) {
        super(TYPE, name, options);
        var linked =
                LinkedZone.of(name + "-zone", name + "-link", args.group(), args.domain(), args.networkId(), child());
        var zone = linked.zone();
        this.ready = List.of(
                linked.link(), record(name + "-apps", "*", args, zone), record(name + "-apex", "@", args, zone));
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
