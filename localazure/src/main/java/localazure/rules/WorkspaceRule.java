package localazure.rules;

import com.fasterxml.jackson.databind.JsonNode;
import localazure.arm.Change;
import localazure.arm.ResourceType;
import localazure.arm.Rule;

/** Log Analytics workspaces. Source: Microsoft Learn: naming rules, data retention; the code is unverified. */
final class WorkspaceRule implements Rule {
    private static final ResourceType TYPE = ResourceType.inGroup(
            Tokens.WORKSPACE,
            "Microsoft.OperationalInsights/workspaces/{workspaceName}",
            ResourceType.AutoName.RANDOM,
            ResourceType.Placement.REGIONAL,
            ResourceType.NameRule.of(
                    "[A-Za-z0-9][A-Za-z0-9-]{2,61}[A-Za-z0-9]",
                    "4..63 letters, digits and '-', alphanumeric at both ends"));

    @Override
    public ResourceType type() {
        return TYPE;
    }

    @Override
    public void apply(Change change) {
        JsonNode days = change.inputs().path("retentionInDays");
        if (days.isNumber() && (days.intValue() < 30 || days.intValue() > 730)) {
            throw Refuse.badRequest("InvalidParameter", "retentionInDays: %d (expected: 30..730)", days.intValue());
        }
        change.outputs()
                .put("customerId", Stable.uuid("workspace", change.id()))
                .put("provisioningState", "Succeeded");
    }
}
