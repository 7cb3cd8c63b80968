package localazure.rules;

import java.util.List;
import localazure.arm.Change;
import localazure.arm.ResourceType;
import localazure.arm.Rule;

/** Resource groups. Source: Microsoft Learn: naming rules; deleting one deletes all in it. */
final class ResourceGroupRule implements Rule {
    private static final ResourceType TYPE = new ResourceType(
            Tokens.RESOURCE_GROUP,
            "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}",
            ResourceType.AutoName.RANDOM,
            ResourceType.Placement.REGIONAL,
            ResourceType.NameRule.of(
                    "[-\\w._()]{1,89}[-\\w_()]|[-\\w_()]",
                    "1..90 letters, digits, '-', '_', '.', '(' and ')', not ending in '.'"),
            List.of());

    @Override
    public ResourceType type() {
        return TYPE;
    }

    @Override
    public void apply(Change change) {
        change.output("properties").put("provisioningState", "Succeeded");
    }
}
