package localazure.rules;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Set;
import localazure.arm.Change;
import localazure.arm.ResourceType;
import localazure.arm.Rule;

/** Workbooks. Source: Microsoft.Insights/workbooks@2022-04-01 of Azure/bicep-types-az; messages are unverified. */
final class WorkbookRule implements Rule {
    private static final ResourceType TYPE = ResourceType.inGroup(
            Tokens.WORKBOOK,
            "Microsoft.Insights/workbooks/{resourceName}",
            ResourceType.AutoName.UUID,
            ResourceType.Placement.REGIONAL,
            ResourceType.NameRule.of("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", "a GUID"));

    @Override
    public ResourceType type() {
        return TYPE;
    }

    @Override
    public void apply(Change change) {
        AlertActions.check("kind", change.text("/kind"), Set.of("shared"));
        String source = change.text("/sourceId");
        if (!source.isEmpty()) Scopes.checkExists(change.azure().store(), source);
        try {
            new ObjectMapper().readTree(change.text("/serializedData"));
        } catch (JsonProcessingException e) {
            throw Refuse.badRequest("BadRequest", "serializedData: %s (expected: JSON)", e.getOriginalMessage());
        }
    }
}
