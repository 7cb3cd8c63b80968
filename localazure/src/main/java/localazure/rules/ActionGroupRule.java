package localazure.rules;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import localazure.arm.Change;
import localazure.arm.ResourceType;
import localazure.arm.Rule;

/** Action groups. Source: Microsoft.Insights/actionGroups of Azure/bicep-types-az; Microsoft Learn: action groups. */
final class ActionGroupRule implements Rule {
    private static final int SHORT_NAME = 12;

    private static final ResourceType TYPE = ResourceType.inGroup(
            Tokens.ACTION_GROUP,
            "Microsoft.Insights/actionGroups/{actionGroupName}",
            ResourceType.AutoName.RANDOM,
            ResourceType.Placement.GLOBAL,
            Names.ANY);

    @Override
    public ResourceType type() {
        return TYPE;
    }

    @Override
    public void apply(Change change) {
        String shortName = change.text("/groupShortName");
        if (shortName.isEmpty() || shortName.length() > SHORT_NAME) {
            throw Refuse.badRequest(
                    "BadRequest", "groupShortName: %s (expected: 1..%d characters)", shortName, SHORT_NAME);
        }
        Set<String> names = new HashSet<>();
        for (String list : List.of("emailReceivers", "webhookReceivers")) {
            for (JsonNode receiver : change.inputs().path(list)) {
                String name = receiver.path("name").asText();
                if (!names.add(name)) {
                    throw Refuse.badRequest("BadRequest", "%s.name: %s (expected: a name of its own)", list, name);
                }
            }
        }
    }
}
