package localazure.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import localazure.arm.ArmId;
import localazure.arm.ArmResource;
import localazure.arm.Azure;
import localazure.arm.Change;
import localazure.arm.Locations;
import localazure.arm.ResourceType;

/**
 * Azure OpenAI accounts. Source: Azure/bicep-types-az {@code cognitiveservices/2023-05-01}; Microsoft Learn: recover or
 * purge deleted resources, Azure OpenAI quotas and limits. Codes of the limit, of the SKU and of a changed sub-domain are
 * unverified.
 */
final class AccountRule implements CognitiveRule {
    private static final int PER_REGION = 30;
    private static final String DELETION = "deletionDate";
    private static final Set<String> KINDS = Set.of("OpenAI", "AIServices");

    private static final ResourceType TYPE = ResourceType.inGroup(
            Tokens.ACCOUNT,
            "Microsoft.CognitiveServices/accounts/{accountName}",
            ResourceType.AutoName.RANDOM,
            ResourceType.Placement.REGIONAL,
            Names.COGNITIVE,
            "kind");

    @Override
    public ResourceType type() {
        return TYPE;
    }

    @Override
    public void apply(Change change) {
        checkKind(change);
        String subDomain = change.text("/properties/customSubDomainName");
        if (change.creates()) {
            checkSoftDeleted(change);
            checkLimit(change);
        } else {
            checkSubDomainKept(change, subDomain);
        }
        if (!subDomain.isEmpty()) {
            checkSubDomainFree(change, subDomain);
        }
        Identities.resolve(change);
        answer(change, subDomain);
    }

    private static void checkKind(Change change) {
        if (!KINDS.contains(change.text("/kind"))) {
            throw Refuse.badRequest(
                    "InvalidApiSetId",
                    "The account type '%s' is either invalid or unavailable in given region.",
                    change.text("/kind"));
        }
        if (!change.text("/sku/name").equals("S0")) {
            throw Refuse.badRequest(
                    "InvalidSku",
                    "sku.name: %s (expected: S0 for kind %s)",
                    change.text("/sku/name"),
                    change.text("/kind"));
        }
    }

    private static void checkSoftDeleted(Change change) {
        boolean restore = change.inputs().at("/properties/restore").asBoolean();
        boolean held = held(change.azure()).anyMatch(each -> ArmId.same(each.id(), change.id()));
        if (held && !restore) {
            throw Refuse.conflict(
                    "FlagMustBeSetForRestore",
                    "An existing resource with ID '%s' has been soft-deleted. To restore the resource, you must specify"
                            + " 'restore' to be 'true' in the property. If you don't want to restore existing resource,"
                            + " please purge it first.",
                    change.id());
        }
        if (restore && !held) {
            throw Refuse.notFound(
                    "CanNotRestoreANonExistingResource",
                    "The resource '%s' cannot be restored because it is not soft-deleted.",
                    change.id());
        }
    }

    private static void checkLimit(Change change) {
        long inRegion = change.azure().store().ofType(Tokens.ACCOUNT).stream()
                .filter(each -> ArmId.subscription(each.id()).equalsIgnoreCase(change.subscription()))
                .filter(each -> Regions.same(each, change.text("/location")))
                .count();
        if (inRegion >= PER_REGION) {
            throw Refuse.badRequest(
                    "QuotaExceeded",
                    "accounts in %s: %d (expected: at most %d per subscription)",
                    change.text("/location"),
                    inRegion + 1,
                    PER_REGION);
        }
    }

    private static void checkSubDomainKept(Change change, String subDomain) {
        String before = subDomain(change.before().orElseThrow());
        if (!before.isEmpty() && !before.equalsIgnoreCase(subDomain)) {
            throw Refuse.badRequest(
                    "BadRequest",
                    "properties.customSubDomainName: '%s' (expected: '%s', it cannot be changed)",
                    subDomain,
                    before);
        }
    }

    private static void checkSubDomainFree(Change change, String subDomain) {
        boolean taken = Stream.concat(change.azure().store().ofType(Tokens.ACCOUNT).stream(), held(change.azure()))
                .filter(each -> !ArmId.same(each.id(), change.id()))
                .anyMatch(each -> subDomain(each).equalsIgnoreCase(subDomain));
        if (taken) {
            throw Refuse.conflict(
                    "CustomDomainInUse",
                    "Please pick a different name. The subdomain name '%s' is not available as it's already used by a"
                            + " resource.",
                    subDomain);
        }
    }

    private static String subDomain(ArmResource account) {
        return account.inputs().at("/properties/customSubDomainName").asText();
    }

    private static void answer(Change change, String subDomain) {
        ObjectNode properties = change.output("properties");
        properties.remove("restore");
        String region = Locations.normal(change.text("/location"));
        String endpoint = subDomain.isEmpty()
                ? "https://" + region + ".api.cognitive.microsoft.com/"
                : "https://" + subDomain + ".openai.azure.com/";
        properties.put("provisioningState", "Succeeded").put("endpoint", endpoint);
        properties.put("internalId", Stable.uuid("account", change.id()).replace("-", ""));
        properties.put("dateCreated", created(change));
        properties.putObject("endpoints").put("OpenAI Language Model Instance API", endpoint);
        change.outputs().put("etag", Stable.uuid("etag", change.id() + change.inputs()));
    }

    private static String created(Change change) {
        return change.before()
                .map(before -> before.outputs().at("/properties/dateCreated").asText())
                .orElseGet(() -> change.azure().clock().instant().toString());
    }

    @Override
    public void delete(ArmResource resource, Azure azure) {
        Nested.refuse(resource, azure, Tokens.DEPLOYMENT);
        deleteWithParent(resource, azure);
    }

    @Override
    public void deleteWithParent(ArmResource resource, Azure azure) {
        if (!azure.softDelete().isZero()) {
            ObjectNode outputs = resource.outputs().deepCopy();
            outputs.put(DELETION, azure.clock().instant().toString());
            azure.deleted().put(new ArmResource(resource.id(), resource.token(), resource.inputs(), outputs));
        }
    }

    /** Deleted accounts whose retention has not passed and that nobody restored. */
    private static Stream<ArmResource> held(Azure azure) {
        Instant oldest = azure.clock().instant().minus(azure.softDelete());
        return azure.deleted().all().stream()
                .filter(each -> azure.store().find(each.id()).isEmpty())
                .filter(each -> deletion(each).filter(oldest::isBefore).isPresent());
    }

    private static Optional<Instant> deletion(ArmResource account) {
        JsonNode date = account.outputs().path(DELETION);
        return date.isTextual() ? Optional.of(Instant.parse(date.textValue())) : Optional.empty();
    }
}
