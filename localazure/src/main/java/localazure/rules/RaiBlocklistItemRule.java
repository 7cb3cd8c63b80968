package localazure.rules;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import localazure.arm.Change;
import localazure.arm.ResourceType;

/**
 * Words of a list. Source: Azure/bicep-types-az {@code cognitiveservices/2024-10-01}. That an empty word or an expression
 * that is none is refused, and with which code, is unverified.
 */
final class RaiBlocklistItemRule implements CognitiveRule {
    private static final ResourceType TYPE = ResourceType.inGroup(
            Tokens.RAI_BLOCKLIST_ITEM,
            "Microsoft.CognitiveServices/accounts/{accountName}/raiBlocklists/{raiBlocklistName}/raiBlocklistItems/"
                    + "{raiBlocklistItemName}",
            ResourceType.AutoName.COPY,
            ResourceType.Placement.NONE,
            Names.COGNITIVE);

    @Override
    public ResourceType type() {
        return TYPE;
    }

    @Override
    public void apply(Change change) {
        String pattern = change.text("/properties/pattern");
        boolean regex = change.inputs().at("/properties/isRegex").asBoolean();
        if (pattern.isBlank() || regex && !compiles(pattern)) {
            throw Refuse.badRequest(
                    "InvalidResourceProperties",
                    "The pattern '%s' of the blocklist item '%s' is not valid.",
                    pattern,
                    change.name());
        }
        change.outputs().put("etag", Stable.uuid("etag", change.id() + change.inputs()));
    }

    private static boolean compiles(String pattern) {
        try {
            Pattern.compile(pattern);
            return true;
        } catch (PatternSyntaxException e) {
            return false;
        }
    }
}
