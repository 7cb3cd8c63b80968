package localazure.planes.openai;

import com.fasterxml.jackson.databind.JsonNode;
import localazure.arm.ArmResource;

/**
 * A model that an account offers under a name.
 *
 * @param capacity in thousand tokens per minute
 * @param filter name of its content filter
 */
public record Deployment(
        Account account, String name, String model, String version, String sku, int capacity, String filter) {
    static Deployment of(Account account, ArmResource resource) {
        JsonNode inputs = resource.inputs();
        JsonNode model = inputs.path("properties").path("model");
        return new Deployment(
                account,
                resource.name(),
                model.path("name").asText(),
                model.path("version").asText(),
                inputs.path("sku").path("name").asText("Standard"),
                inputs.path("sku").path("capacity").asInt(1),
                inputs.at("/properties/raiPolicyName").asText());
    }
}
