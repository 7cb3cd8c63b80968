package localazure.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import localazure.arm.ArmResource;

/**
 * What a private endpoint can lead to: the group id of each type, and the public names that then resolve to private
 * addresses. The private zone of a name is its suffix with {@code privatelink.} before it. Source: Microsoft
 * Learn: private endpoint DNS zone values.
 */
final class PrivateTargets {
    private static final Map<String, String> GROUPS = Map.of(
            Tokens.ACCOUNT, "account",
            Tokens.REGISTRY, "registry",
            Tokens.VAULT, "vault",
            Tokens.DATABASE_ACCOUNT, "Sql");
    private static final List<String> ACCOUNT_SUFFIXES =
            List.of("openai.azure.com", "cognitiveservices.azure.com", "services.ai.azure.com");

    private PrivateTargets() {}

    /** The only group id that the target takes, or the empty string for a type without private endpoints. */
    static String group(ArmResource target) {
        return GROUPS.getOrDefault(target.token(), "");
    }

    /** The zone of vaults has a name of its own kind (Microsoft Learn: private endpoint DNS zone values). */
    static String suffix(String zone) {
        String suffix = zone.substring("privatelink.".length());
        return suffix.equals("vaultcore.azure.net") ? "vault.azure.net" : suffix;
    }

    /**
     * Names by the address that they share: an account has one address, a registry two, a database account one and one more a
     * region.
     */
    static List<List<String>> names(ArmResource target) {
        if (target.token().equals(Tokens.ACCOUNT)) {
            String subDomain = target.inputs()
                    .at("/properties/customSubDomainName")
                    .asText()
                    .toLowerCase(Locale.ROOT);
            return List.of(ACCOUNT_SUFFIXES.stream()
                    .map(suffix -> subDomain + "." + suffix)
                    .toList());
        }
        if (target.token().equals(Tokens.VAULT)) {
            return List.of(List.of(target.name().toLowerCase(Locale.ROOT) + ".vault.azure.net"));
        }
        if (target.token().equals(Tokens.DATABASE_ACCOUNT)) {
            return DatabaseAccountRule.hosts(target).stream().map(List::of).toList();
        }
        String login = target.outputs().path("loginServer").asText();
        String data = login.replace(".azurecr.io", "." + Regions.of(target) + ".data.azurecr.io");
        List<List<String>> names = new ArrayList<>();
        names.add(List.of(login));
        names.add(List.of(data));
        return names;
    }
}
