package localazure.planes.containerapps;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import localazure.arm.ArmResource;
import localazure.planes.Arm;
import localazure.planes.Json;
import localazure.planes.registry.Digest;

/**
 * What a container app asks of the platform. Its first container runs; further ones are not modelled.
 *
 * @param container name of its first container
 * @param revision name of the revision that this template makes, as the control plane computed it
 * @param fqdn the app's public name
 * @param command replaces the image's entry point when not empty
 * @param arguments replace the image's arguments when not empty
 * @param pullIdentities ids of the identities to pull with, by registry host
 * @param startBudget how long a replica may take to become ready
 */
record AppSpec(
        String id,
        String name,
        String container,
        String environmentId,
        String revision,
        String fqdn,
        String image,
        List<String> command,
        List<String> arguments,
        Map<String, String> environment,
        int targetPort,
        int replicas,
        Set<String> identityIds,
        Map<String, String> pullIdentities,
        Probe readiness,
        Optional<Probe> liveness,
        Duration startBudget,
        Duration grace) {
    private static final Duration LONGEST_START = Duration.ofSeconds(60);
    private static final int REVISION_HASH = 7;

    static AppSpec of(ArmResource app) {
        ObjectNode inputs = app.inputs();
        JsonNode configuration = inputs.path("configuration");
        JsonNode template = inputs.path("template");
        JsonNode container = template.path("containers").path(0);
        int port = configuration.path("ingress").path("targetPort").asInt();
        Probe readiness = probe(container, "Readiness").orElse(Probe.tcp(port, Duration.ofSeconds(5), 48));
        Probe startup = probe(container, "Startup").orElse(Probe.tcp(port, Duration.ofSeconds(1), 240));
        Duration budget = startup.budget().compareTo(LONGEST_START) < 0 ? startup.budget() : LONGEST_START;
        return new AppSpec(
                app.id(),
                app.name(),
                container.path("name").asText(),
                Arm.text(inputs, "environmentId")
                        .or(() -> Arm.text(inputs, "managedEnvironmentId"))
                        .orElse(""),
                revision(app, template),
                app.outputs().path("configuration").path("ingress").path("fqdn").asText(app.name()),
                container.path("image").asText(),
                texts(container.path("command")),
                texts(container.path("args")),
                environment(container, configuration),
                port,
                Math.max(1, template.path("scale").path("minReplicas").asInt(1)),
                identities(inputs.path("identity").path("userAssignedIdentities")),
                pullIdentities(configuration),
                readiness,
                probe(container, "Liveness"),
                budget,
                Duration.ofSeconds(
                        template.path("terminationGracePeriodSeconds").asLong(30)));
    }

    private static String revision(ArmResource app, JsonNode template) {
        String hash =
                Digest.of(template.toString().getBytes(StandardCharsets.UTF_8)).hex();
        String computed = app.name() + "--" + hash.substring(0, REVISION_HASH);
        return Arm.text(app.outputs(), "latestRevisionName").orElse(computed);
    }

    private static Optional<Probe> probe(JsonNode container, String type) {
        return Json.stream(container.path("probes"))
                .filter(each -> each.path("type").asText().equals(type))
                .map(Probe::of)
                .findFirst();
    }

    private static Map<String, String> environment(JsonNode container, JsonNode configuration) {
        Map<String, String> secrets = new LinkedHashMap<>();
        Json.stream(configuration.path("secrets"))
                .forEach(each -> secrets.put(
                        each.path("name").asText(), each.path("value").asText()));
        Map<String, String> environment = new LinkedHashMap<>();
        for (JsonNode each : container.path("env")) {
            String secret = each.path("secretRef").asText("");
            String value = secret.isEmpty() ? each.path("value").asText("") : secrets.getOrDefault(secret, "");
            environment.put(each.path("name").asText(), value);
        }
        return environment;
    }

    /** The SDK sends a list of ids; Azure answers with a map by id. */
    private static Set<String> identities(JsonNode attached) {
        Set<String> ids = new TreeSet<>();
        if (attached.isObject()) attached.fieldNames().forEachRemaining(ids::add);
        else attached.forEach(each -> ids.add(each.asText()));
        return ids;
    }

    private static Map<String, String> pullIdentities(JsonNode configuration) {
        Map<String, String> identities = new LinkedHashMap<>();
        for (JsonNode each : configuration.path("registries")) {
            String server = each.path("server").asText().toLowerCase(Locale.ROOT);
            identities.put(server, each.path("identity").asText());
        }
        return identities;
    }

    private static List<String> texts(JsonNode array) {
        return Json.stream(array).map(JsonNode::asText).toList();
    }
}
