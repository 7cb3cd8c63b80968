package localazure.planes.openai;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import localazure.arm.ArmResource;
import localazure.planes.Arm;

/**
 * An OpenAI account as its data plane sees it.
 *
 * @param region normalised, for instance {@code eastus}
 * @param subDomain the first label of its host name, in lower case
 * @param publicAccess reachable from the public internet
 * @param networkDenied public requests are refused by its network rules
 * @param keys requests may show an account key
 */
public record Account(
        String id,
        String name,
        String region,
        String subDomain,
        boolean publicAccess,
        boolean networkDenied,
        boolean keys) {

    static Account of(ArmResource resource) {
        JsonNode properties = resource.inputs().path("properties");
        String region = resource.inputs()
                .path("location")
                .asText(resource.outputs().path("location").asText());
        return new Account(
                resource.id(),
                resource.name(),
                region.toLowerCase(Locale.ROOT).replace(" ", ""),
                Arm.text(properties, "customSubDomainName")
                        .orElse(resource.name())
                        .toLowerCase(Locale.ROOT),
                !properties.path("publicNetworkAccess").asText().equals("Disabled"),
                properties.path("networkAcls").path("defaultAction").asText().equals("Deny"),
                !properties.path("disableLocalAuth").asBoolean());
    }

    public String endpoint() {
        return "https://" + subDomain + ".openai.azure.com";
    }
}
