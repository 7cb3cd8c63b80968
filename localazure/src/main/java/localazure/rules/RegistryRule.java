package localazure.rules;

import java.util.Locale;
import java.util.Set;
import localazure.arm.ArmId;
import localazure.arm.Change;
import localazure.arm.ResourceType;
import localazure.arm.Rule;

/**
 * Container registries. Source: Microsoft Learn: naming rules, registry SKUs. The code of the name conflict is from reports,
 * that of the SKU is unverified.
 */
final class RegistryRule implements Rule {
    private static final Set<String> SKUS = Set.of("Basic", "Standard", "Premium");

    private static final ResourceType TYPE = ResourceType.inGroup(
            Tokens.REGISTRY,
            "Microsoft.ContainerRegistry/registries/{registryName}",
            ResourceType.AutoName.RANDOM,
            ResourceType.Placement.REGIONAL,
            ResourceType.NameRule.of("[A-Za-z0-9]{5,50}", "5..50 letters and digits"));

    @Override
    public ResourceType type() {
        return TYPE;
    }

    @Override
    public void apply(Change change) {
        String sku = change.text("/sku/name");
        if (!SKUS.contains(sku)) {
            throw Refuse.badRequest("InvalidSku", "sku.name: %s (expected: Basic, Standard or Premium)", sku);
        }
        String loginServer = change.name().toLowerCase(Locale.ROOT) + ".azurecr.io";
        change.azure().store().ofType(Tokens.REGISTRY).stream()
                .filter(other -> !ArmId.same(other.id(), change.id()))
                .filter(other -> other.name().equalsIgnoreCase(change.name()))
                .findFirst()
                .ifPresent(other -> {
                    throw Refuse.conflict("AlreadyInUse", "The registry DNS name %s is already in use.", loginServer);
                });
        Identities.resolve(change);
        change.outputs()
                .put("loginServer", loginServer)
                .put("provisioningState", "Succeeded")
                .put(
                        "creationDate",
                        change.before()
                                .map(before ->
                                        before.outputs().path("creationDate").asText())
                                .orElseGet(
                                        () -> change.azure().clock().instant().toString()));
        change.output("sku").put("tier", sku);
    }
}
