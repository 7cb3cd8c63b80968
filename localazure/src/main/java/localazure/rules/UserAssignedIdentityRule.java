package localazure.rules;

import localazure.arm.Change;
import localazure.arm.ResourceType;
import localazure.arm.Rule;
import localazure.arm.Tenant;

/** User-assigned identities. Source: Microsoft Learn: naming rules; the length is unverified. */
final class UserAssignedIdentityRule implements Rule {
    private static final ResourceType TYPE = ResourceType.inGroup(
            Tokens.IDENTITY,
            "Microsoft.ManagedIdentity/userAssignedIdentities/{resourceName}",
            ResourceType.AutoName.RANDOM,
            ResourceType.Placement.REGIONAL,
            ResourceType.NameRule.of(
                    "[A-Za-z0-9][-\\w]{2,127}",
                    "3..128 letters, digits, '-' and '_', beginning with a letter or digit"));

    @Override
    public ResourceType type() {
        return TYPE;
    }

    @Override
    public void apply(Change change) {
        change.outputs()
                .put("principalId", Stable.uuid("principal", change.id()))
                .put("clientId", Stable.uuid("client", change.id()))
                .put("tenantId", Tenant.ID);
    }
}
