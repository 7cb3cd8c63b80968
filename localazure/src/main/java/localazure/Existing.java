package localazure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import localazure.arm.ArmException;
import localazure.arm.ArmId;
import localazure.arm.ControlPlane;
import localazure.arm.ResourceType;
import localazure.arm.Rule;
import localazure.arm.Token;
import localazure.planes.Planes;

/**
 * Resources that exist outside every stack, as a company's vault does: a JSON array of {@code id}, {@code type}, {@code
 * location} and {@code properties}, parents first. A vault's secret without a value gets a certificate of the local authority
 * for its {@code dnsNames}, and keeps it.
 */
final class Existing {
    private static final String SECRET = "azure-native:keyvault:Secret";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Rule> rules;
    private final ControlPlane control;
    private final Planes planes;

    Existing(Map<String, Rule> rules, ControlPlane control, Planes planes) {
        this.rules = rules;
        this.control = control;
        this.planes = planes;
    }

    /** @throws StartFailure naming every resource that could not be made, and why */
    void load(Path file) throws IOException {
        List<String> faults = new ArrayList<>();
        for (JsonNode each : read(file)) {
            try {
                put(each);
            } catch (ArmException e) {
                faults.add("--existing: " + each.path("id").asText() + " (expected: " + e.getMessage() + ")");
            }
        }
        if (!faults.isEmpty()) throw new StartFailure(String.join("\n", faults));
    }

    private static JsonNode read(Path file) throws IOException {
        try {
            JsonNode list = JSON.readTree(Files.readAllBytes(file));
            if (list.isArray()) return list;
        } catch (JsonProcessingException e) {
            // Said below, in the same words as for JSON of another kind.
        }
        throw new StartFailure("--existing: " + file + " (expected: a JSON array of id, type and properties)");
    }

    private void put(JsonNode asked) throws IOException {
        String id = asked.path("id").asText();
        ResourceType type = rules.values().stream()
                .map(Rule::type)
                .filter(each ->
                        each.armType().equalsIgnoreCase(asked.path("type").asText()))
                .findFirst()
                .orElseThrow(() -> new ArmException(400, "InvalidResourceType", "a type that the local Azure serves"));
        ObjectNode inputs = JSON.createObjectNode();
        names(type, id).forEach(inputs::put);
        if (asked.has("location")) inputs.set("location", asked.get("location"));
        if (asked.has("properties"))
            inputs.set("properties", asked.get("properties").deepCopy());
        if (type.token().equals(SECRET)) fillCertificate(id, (ObjectNode) inputs.path("properties"));
        control.put(Token.parse(type.token()), id, inputs);
    }

    /** The inputs that the id is made of. */
    private static Map<String, String> names(ResourceType type, String id) {
        String[] words = type.template().split("/");
        String[] values = id.split("/");
        Map<String, String> names = new LinkedHashMap<>();
        for (int i = 0; i < Math.min(words.length, values.length); i++) {
            String word = words[i].replaceAll("[{}]", "");
            if (!word.equals(words[i]) && !word.equals("subscriptionId")) names.put(word, values[i]);
        }
        if (words.length != values.length || ArmId.subscription(id).isEmpty()) {
            throw new ArmException(400, "InvalidResourceId", "an id such as " + type.template());
        }
        return names;
    }

    private void fillCertificate(String id, ObjectNode properties) throws IOException {
        List<String> names = new ArrayList<>(List.of("localhost", "127.0.0.1"));
        JsonNode asked = properties.remove("dnsNames");
        if (asked != null) asked.forEach(each -> names.add(each.asText()));
        if (properties.has("value")) return;
        String kept = control.find(id)
                .map(each -> each.inputs().at("/properties/value").asText())
                .orElse("");
        String value = kept.isEmpty() ? Base64.getEncoder().encodeToString(planes.certificate(names)) : kept;
        properties.put("contentType", "application/x-pkcs12").put("value", value);
    }
}
