package infra.testkit;

import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResourceOptions;
import infra.azure.GeographyStamp;
import infra.azure.ResourceGroupRef;
import infra.azure.SubscriptionRef;
import infra.identity.IdentityRef;
import infra.monitoring.WorkspaceRef;
import infra.network.PrivatePlaceRef;
import infra.network.SubnetRef;
import infra.network.ZoneRef;
import infra.settings.Settings;
import java.util.List;
import java.util.Optional;

/** What components of a test stand on. */
public final class Fixtures {

    public static final String SCOPE =
            "/subscriptions/" + RecordingMocks.SUBSCRIPTION + "/resourceGroups/group/providers";

    private Fixtures() {}

    public static ResourceGroupRef group() {
        return new ResourceGroupRef(Output.of("group"), "japaneast");
    }

    public static SubscriptionRef home() {
        return new SubscriptionRef(group(), Optional.empty());
    }

    public static WorkspaceRef workspace() {
        return new WorkspaceRef(Output.of(SCOPE + "/Microsoft.OperationalInsights/workspaces/logs"));
    }

    public static SubnetRef subnet() {
        return new SubnetRef(Output.of(SCOPE + "/Microsoft.Network/virtualNetworks/net/subnets/endpoints"), group());
    }

    public static PrivatePlaceRef place(String... domains) {
        var zones = List.of(domains).stream()
                .map(domain -> new ZoneRef(domain, Output.of(SCOPE + "/Microsoft.Network/privateDnsZones/" + domain)))
                .toList();
        return new PrivatePlaceRef(subnet(), zones);
    }

    public static IdentityRef identity() {
        return new IdentityRef(
                Output.of(SCOPE + "/Microsoft.ManagedIdentity/userAssignedIdentities/proxy"),
                Output.of("client"),
                Output.of("principal"),
                Output.of(RecordingMocks.SUBSCRIPTION));
    }

    public static GeographyStamp stamp() {
        return new GeographyStamp("us", "eu us");
    }

    public static Settings.Model model(String name) {
        return new Settings.Model(name, "gpt-5-mini", "2025-08-07", "DataZoneStandard", 10, "Microsoft.DefaultV2");
    }

    public static ComponentResourceOptions options() {
        return ComponentResourceOptions.builder().build();
    }
}
