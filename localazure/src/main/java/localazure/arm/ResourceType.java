package localazure.arm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the control plane knows of a type without asking its rule.
 *
 * @param token Pulumi type without a version segment
 * @param template ARM id with input names in braces, for instance {@code /subscriptions/{subscriptionId}/…/{accountName}}
 * @param autoName how the engine's provider fills in an absent name
 * @param placement which {@code location} the type takes
 * @param names what Azure accepts as a name, after Microsoft Learn: naming rules and restrictions for Azure resources
 * @param replaceOn property paths, besides those in the template and the location, that an update cannot change
 */
public record ResourceType(
        String token, String template, AutoName autoName, Placement placement, NameRule names, List<String> replaceOn) {
    private static final Pattern BRACES = Pattern.compile("\\{(\\w+)}");
    private static final String GROUP = "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}";

    /** Logical name and eight hex digits; the logical name; a UUID. */
    public enum AutoName {
        RANDOM,
        COPY,
        UUID
    }

    public enum Placement {
        REGIONAL,
        GLOBAL,
        NONE
    }

    /**
     * @param pattern the whole name, length included
     * @param text the rule in words
     * @param code the error code of a refusal
     */
    public record NameRule(Pattern pattern, String text, String code) {
        public static NameRule of(String pattern, String text) {
            return new NameRule(Pattern.compile(pattern), text, "InvalidResourceName");
        }

        public NameRule withCode(String other) {
            return new NameRule(pattern, text, other);
        }
    }

    /** A type whose resources live in a resource group. */
    public static ResourceType inGroup(
            String token,
            String provider,
            AutoName autoName,
            Placement placement,
            NameRule names,
            String... replaceOn) {
        return new ResourceType(
                token, GROUP + "/providers/" + provider, autoName, placement, names, List.of(replaceOn));
    }

    /** The input that names the resource. */
    public String nameProperty() {
        List<String> all = pathProperties();
        return all.get(all.size() - 1);
    }

    /** The inputs that make the id, without the subscription. */
    public List<String> pathProperties() {
        return BRACES.matcher(template)
                .results()
                .map(each -> each.group(1))
                .filter(each -> !each.equals("subscriptionId"))
                .toList();
    }

    /** The resource type as ARM writes it, for instance {@code Microsoft.Network/virtualNetworks}. */
    public String armType() {
        if (!template.contains("/providers/")) {
            return "Microsoft.Resources/resourceGroups";
        }
        String tail = template.substring(template.indexOf("/providers/") + "/providers/".length());
        String[] parts = tail.split("/");
        StringBuilder type = new StringBuilder(parts[0]);
        for (int i = 1; i < parts.length; i += 2) {
            type.append('/').append(parts[i]);
        }
        return type.toString();
    }

    /** The id that inputs give. */
    public String idOf(String subscription, ObjectNode inputs) {
        Matcher matcher = BRACES.matcher(template);
        return matcher.replaceAll(match -> {
            String name = match.group(1);
            String value = name.equals("subscriptionId")
                    ? subscription
                    : inputs.path(name).asText("");
            if (value.isEmpty()) {
                throw new ArmException(400, "MissingRequiredParameter", name + ": absent (expected: a value)");
            }
            return Matcher.quoteReplacement(value.startsWith("/") ? value.substring(1) : value);
        });
    }
}
