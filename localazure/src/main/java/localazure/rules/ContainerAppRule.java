package localazure.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import localazure.arm.ArmResource;
import localazure.arm.Change;
import localazure.arm.ResourceType;
import localazure.arm.Rule;

/**
 * Container apps. Source: Microsoft Learn: naming rules; Azure/data-api-builder#2114 (API versions). Codes are from reports
 * unless {@link Template} or {@link Configuration} says otherwise; that of a missing environment is unverified.
 */
final class ContainerAppRule implements Rule {
    private static final ResourceType TYPE = ResourceType.inGroup(
            Tokens.CONTAINER_APP,
            "Microsoft.App/containerApps/{containerAppName}",
            ResourceType.AutoName.RANDOM,
            ResourceType.Placement.REGIONAL,
            ResourceType.NameRule.of(
                            "(?!.*--)[a-z][a-z0-9-]{0,30}[a-z0-9]",
                            "2..32 lower case letters, digits and '-', beginning with a letter, ending alphanumeric, no '--'")
                    .withCode("ContainerAppInvalidName"),
            "managedEnvironmentId",
            "environmentId");

    @Override
    public ResourceType type() {
        return TYPE;
    }

    @Override
    public void apply(Change change) {
        if (change.apiVersion().isEmpty()) {
            throw Refuse.badRequest(
                    "WorkloadProfilePropertyNotSupportedInApiVersion",
                    "WorkloadProfiles configuration is not supported in 2022-10-01 api version. Use 2022-11-01-preview or"
                            + " above.");
        }
        ArmResource environment = environment(change);
        checkProfile(change, environment);
        Set<String> identities = Identities.resolve(change);
        Configuration.check(change, identities);
        Template.check(change);
        answer(change, environment);
    }

    private static ArmResource environment(Change change) {
        String id = environmentId(change.inputs());
        ArmResource environment = change.azure()
                .store()
                .find(id)
                .filter(each -> each.token().equals(Tokens.ENVIRONMENT))
                .orElseThrow(() -> Refuse.notFound("ResourceNotFound", "The Resource '%s' was not found.", id));
        if (!Regions.same(environment, change.text("/location"))) {
            throw Refuse.badRequest(
                    "InvalidRequestParameterWithDetails",
                    "location: %s (expected: %s, where the environment is)",
                    change.text("/location"),
                    Regions.of(environment));
        }
        return environment;
    }

    /** The property is called {@code managedEnvironmentId} in older API versions; both are accepted. */
    static String environmentId(JsonNode inputs) {
        return inputs.has("environmentId")
                ? inputs.path("environmentId").asText()
                : inputs.path("managedEnvironmentId").asText("");
    }

    private static void checkProfile(Change change, ArmResource environment) {
        String profile = change.text("/workloadProfileName");
        boolean known = profile.isEmpty() || profile.equals("Consumption");
        for (JsonNode each : environment.inputs().path("workloadProfiles")) {
            known |= each.path("name").asText().equals(profile);
        }
        if (!known) {
            throw Refuse.badRequest(
                    "WorkloadProfileNotFound",
                    "Workload profile '%s' does not exist in environment '%s'.",
                    profile,
                    environment.name());
        }
    }

    private static void answer(Change change, ArmResource environment) {
        String domain = environment.outputs().path("defaultDomain").asText();
        String suffix = change.text("/template/revisionSuffix");
        String revision = change.name() + "--"
                + (suffix.isEmpty()
                        ? Stable.hex("revision", change.id() + change.inputs().path("template"), 7)
                        : suffix);
        ObjectNode outputs = change.outputs();
        outputs.put("managedEnvironmentId", environment.id())
                .put("environmentId", environment.id())
                .put("latestRevisionName", revision)
                .put("latestReadyRevisionName", revision)
                .put("provisioningState", "Succeeded")
                .put(
                        "customDomainVerificationId",
                        Stable.uuid("verification", change.subscription()).replace("-", ""))
                .put(
                        "eventStreamEndpoint",
                        "https://" + Regions.of(environment) + ".azurecontainerapps.dev" + change.id());
        outputs.putArray("outboundIpAddresses")
                .add(environment.outputs().path("staticIp").asText());
        JsonNode ingress = outputs.at("/configuration/ingress");
        if (ingress.isObject()) {
            String inner = ingress.path("external").asBoolean() ? "." : ".internal.";
            ((ObjectNode) ingress).put("fqdn", change.name() + inner + domain);
            outputs.put("latestRevisionFqdn", revision + inner + domain);
        } else {
            outputs.put("latestRevisionFqdn", "");
        }
        outputs.at("/configuration/secrets").forEach(secret -> ((ObjectNode) secret).remove("value"));
    }
}
