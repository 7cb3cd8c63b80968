package localazure.rules;

import java.util.List;
import localazure.arm.ArmId;
import localazure.arm.ArmResource;
import localazure.arm.Catalogue;
import localazure.arm.Change;
import localazure.arm.ResourceStore;

/**
 * The quota that deployments share: per subscription, model, version, SKU and place. The place is a region, a geography or
 * the world, as the catalogue says of the SKU. Source: Microsoft Learn: manage
 * Azure OpenAI quota.
 */
final class QuotaPool {
    private final Change change;
    private final Catalogue.Model model;
    private final ArmResource account;
    private final String sku;

    private QuotaPool(Change change, Catalogue.Model model, ArmResource account) {
        this.change = change;
        this.model = model;
        this.account = account;
        this.sku = change.text("/sku/name");
    }

    static QuotaPool of(Change change, Catalogue.Model model, ArmResource account) {
        return new QuotaPool(change, model, account);
    }

    void check(int capacity) {
        int used = others().stream()
                .mapToInt(each -> each.inputs().at("/sku/capacity").asInt())
                .sum();
        int limit = model.defaultQuotaThousandTokensPerMinute();
        if (used + capacity > limit) {
            String quota = "Tokens Per Minute (thousands) - " + model.name() + " - " + sku;
            throw Refuse.badRequest(
                    "InsufficientQuota",
                    "This operation require %d new capacity in quota %s, which is bigger than the current available capacity"
                            + " %d. The current quota usage is %d and the quota limit is %d for quota %s.",
                    capacity,
                    quota,
                    limit - used,
                    used,
                    limit,
                    quota);
        }
    }

    private List<ArmResource> others() {
        ResourceStore store = change.azure().store();
        return store.ofType(Tokens.DEPLOYMENT).stream()
                .filter(each -> !ArmId.same(each.id(), change.id()))
                .filter(each -> ArmId.subscription(each.id()).equalsIgnoreCase(change.subscription()))
                .filter(each ->
                        each.outputs().at("/properties/model/name").asText().equals(model.name()))
                .filter(each ->
                        each.outputs().at("/properties/model/version").asText().equals(model.version()))
                .filter(each -> each.inputs().at("/sku/name").asText().equals(sku))
                .filter(each -> store.find(ArmId.parent(each.id()).orElseThrow())
                        .filter(other -> place(other).equals(place(account)))
                        .isPresent())
                .toList();
    }

    private String place(ArmResource where) {
        return change.azure().catalogue().quotaPlace(sku, Regions.of(where));
    }
}
