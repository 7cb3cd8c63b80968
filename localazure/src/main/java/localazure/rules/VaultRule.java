package localazure.rules;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import localazure.arm.ArmId;
import localazure.arm.Change;
import localazure.arm.ResourceType;
import localazure.arm.Rule;
import localazure.arm.Tenant;

/**
 * Key vaults. Source: Azure/bicep-types-az {@code keyvault/2023-02-01}; Microsoft Learn: Key Vault soft-delete and purge
 * protection. Soft-deleted names are not modelled. Codes are from reports.
 */
final class VaultRule implements Rule {
    private static final ResourceType TYPE = ResourceType.inGroup(
            Tokens.VAULT,
            "Microsoft.KeyVault/vaults/{vaultName}",
            ResourceType.AutoName.RANDOM,
            ResourceType.Placement.REGIONAL,
            ResourceType.NameRule.of(
                            "(?!.*--)[A-Za-z][A-Za-z0-9-]{1,22}[A-Za-z0-9]",
                            "3..24 letters, digits and single '-', a letter first, alphanumeric at the end")
                    .withCode("VaultNameNotValid"));

    @Override
    public ResourceType type() {
        return TYPE;
    }

    @Override
    public void apply(Change change) {
        boolean taken = change.azure().store().ofType(Tokens.VAULT).stream()
                .filter(each -> !ArmId.same(each.id(), change.id()))
                .anyMatch(each -> each.name().equalsIgnoreCase(change.name()));
        if (taken) {
            throw Refuse.conflict(
                    "VaultAlreadyExists",
                    "The vault name '%s' is already in use. Vault names are globally unique.",
                    change.name());
        }
        if (!change.text("/properties/tenantId").equals(Tenant.ID)) {
            throw Refuse.badRequest(
                    "BadRequest",
                    "Invalid tenantId: %s (expected: %s)",
                    change.text("/properties/tenantId"),
                    Tenant.ID);
        }
        checkProtection(change);
        ObjectNode properties = change.output("properties");
        properties
                .put("vaultUri", "https://" + change.name().toLowerCase(Locale.ROOT) + ".vault.azure.net/")
                .put("provisioningState", "Succeeded")
                .put("hsmPoolResourceId", "");
    }

    private static void checkProtection(Change change) {
        if (change.inputs().at("/properties/enablePurgeProtection").asText().equals("false")) {
            throw Refuse.badRequest(
                    "BadRequest",
                    "The property \"enablePurgeProtection\" cannot be set to false. Enabling the purge protection for a vault"
                            + " is an irreversible action.");
        }
        int days = change.inputs().at("/properties/softDeleteRetentionInDays").asInt(90);
        if (days < 7 || days > 90) {
            throw Refuse.badRequest("BadRequest", "softDeleteRetentionInDays: %d (expected: 7..90)", days);
        }
    }
}
