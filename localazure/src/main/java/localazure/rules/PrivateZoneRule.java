package localazure.rules;

import localazure.arm.ArmResource;
import localazure.arm.Azure;
import localazure.arm.Change;
import localazure.arm.ResourceType;
import localazure.arm.Rule;

/** Private DNS zones: global, and not deletable while links exist. Source: Microsoft Learn: what is Azure Private DNS. */
final class PrivateZoneRule implements Rule {
    private static final ResourceType TYPE = ResourceType.inGroup(
            Tokens.PRIVATE_ZONE,
            "Microsoft.Network/privateDnsZones/{privateZoneName}",
            ResourceType.AutoName.RANDOM,
            ResourceType.Placement.GLOBAL,
            ResourceType.NameRule.of(
                    "[a-zA-Z0-9_]([a-zA-Z0-9_-]{0,61}[a-zA-Z0-9_])?(\\.[a-zA-Z0-9_]([a-zA-Z0-9_-]{0,61}[a-zA-Z0-9_])?){1,33}",
                    "2..34 DNS labels"));

    @Override
    public ResourceType type() {
        return TYPE;
    }

    @Override
    public void apply(Change change) {
        change.outputs().put("provisioningState", "Succeeded");
    }

    @Override
    public void delete(ArmResource resource, Azure azure) {
        Nested.refuse(resource, azure, Tokens.VIRTUAL_NETWORK_LINK);
    }
}
