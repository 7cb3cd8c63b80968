package localazure.rules;

import com.fasterxml.jackson.databind.node.ObjectNode;
import localazure.arm.ArmId;
import localazure.arm.ArmResource;
import localazure.arm.Change;
import localazure.arm.ResourceType;
import localazure.arm.Rule;

/**
 * Secrets, as the control plane writes them: a value goes in and never comes out. Source: Azure/bicep-types-az {@code
 * keyvault/2023-02-01}. The code is unverified.
 */
final class SecretRule implements Rule {
    private static final ResourceType TYPE = ResourceType.inGroup(
            Tokens.SECRET,
            "Microsoft.KeyVault/vaults/{vaultName}/secrets/{secretName}",
            ResourceType.AutoName.COPY,
            ResourceType.Placement.NONE,
            ResourceType.NameRule.of("[A-Za-z0-9-]{1,127}", "1..127 letters, digits and '-'"));

    @Override
    public ResourceType type() {
        return TYPE;
    }

    @Override
    public void apply(Change change) {
        String value = change.text("/properties/value");
        if (value.isEmpty()) {
            throw Refuse.badRequest(
                    "BadParameter", "Property value of secret %s: absent (expected: a text)", change.id());
        }
        ArmResource vault = change.azure()
                .store()
                .find(ArmId.parent(change.id()).orElseThrow())
                .orElseThrow();
        String uri = vault.outputs().at("/properties/vaultUri").asText() + "secrets/" + change.name();
        ObjectNode properties = change.output("properties");
        properties.remove("value");
        properties
                .put("secretUri", uri)
                .put(
                        "secretUriWithVersion",
                        uri + "/" + Stable.uuid("version", change.id() + value).replace("-", ""));
    }
}
