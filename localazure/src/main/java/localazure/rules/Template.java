package localazure.rules;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Set;
import localazure.arm.ArmException;
import localazure.arm.Change;

/**
 * The template of a container app. Source: Microsoft Learn: containers and health probes in Azure Container Apps. Codes of
 * probes and scale are unverified.
 */
final class Template {
    private static final BigDecimal STEP = new BigDecimal("0.25");
    private static final BigDecimal MOST = new BigDecimal("4");
    private static final int MOST_REPLICAS = 1000;
    private static final Set<String> PROBES = Set.of("Liveness", "Readiness", "Startup");

    private Template() {}

    static void check(Change change) {
        JsonNode template = change.inputs().path("template");
        JsonNode containers = template.path("containers");
        if (containers.isEmpty()) {
            throw Refuse.badRequest("ContainerAppCreateMustContainContainer", "Must specify at least one container.");
        }
        checkResources(containers);
        Set<String> secrets = new HashSet<>();
        change.inputs()
                .at("/configuration/secrets")
                .forEach(each -> secrets.add(each.path("name").asText()));
        for (JsonNode container : containers) {
            checkSecretReferences(container, secrets);
            checkProbes(container);
        }
        checkScale(template.path("scale"));
    }

    /** CPU in steps of a quarter with twice as many Gi of memory, over all containers. */
    private static void checkResources(JsonNode containers) {
        BigDecimal cpu = BigDecimal.ZERO;
        BigDecimal memory = BigDecimal.ZERO;
        for (JsonNode container : containers) {
            cpu = cpu.add(new BigDecimal(container.at("/resources/cpu").asText("0.5")));
            memory = memory.add(gibibytes(container.at("/resources/memory").asText("1Gi")));
        }
        boolean steps = cpu.remainder(STEP).signum() == 0 && cpu.signum() > 0 && cpu.compareTo(MOST) <= 0;
        if (!steps || memory.compareTo(cpu.multiply(BigDecimal.valueOf(2))) != 0) {
            throw Refuse.badRequest(
                    "ContainerAppInvalidResourceTotal",
                    "The total requested CPU and memory resources for this application (CPU: %s, memory: %s) is invalid. Total"
                            + " CPU and memory for all containers defined in a Container App must add up to one of the"
                            + " following CPU - Memory combinations: [cpu: 0.25, memory: 0.5Gi]; … [cpu: 4.0, memory: 8.0Gi].",
                    cpu,
                    memory);
        }
    }

    private static BigDecimal gibibytes(String memory) {
        if (!memory.matches("\\d+(\\.\\d+)?Gi")) {
            throw invalid("resources.memory: %s (expected: a number with the unit Gi)", memory);
        }
        return new BigDecimal(memory.substring(0, memory.length() - 2));
    }

    private static void checkSecretReferences(JsonNode container, Set<String> secrets) {
        for (JsonNode variable : container.path("env")) {
            String secret = variable.path("secretRef").asText("");
            if (!secret.isEmpty() && !secrets.contains(secret)) {
                throw Refuse.badRequest(
                        "ContainerAppSecretRefNotFound",
                        "SecretRef '%s' defined for container '%s' not found.",
                        secret,
                        container.path("name").asText());
            }
        }
    }

    private static void checkProbes(JsonNode container) {
        Set<String> seen = new HashSet<>();
        for (JsonNode probe : container.path("probes")) {
            String type = probe.path("type").asText("");
            if (!PROBES.contains(type) || !seen.add(type)) {
                throw invalid("probes[].type: %s (expected: Liveness, Readiness and Startup, once each)", type);
            }
            boolean http = probe.has("httpGet");
            int port = probe.at(http ? "/httpGet/port" : "/tcpSocket/port").asInt(0);
            if (http == probe.has("tcpSocket") || port < 1 || port > 65535) {
                throw invalid("probes[%s]: %s (expected: httpGet or tcpSocket with a port)", type, probe);
            }
            checkRange(probe, "initialDelaySeconds", 0, 60);
            checkRange(probe, "periodSeconds", 1, 240);
            checkRange(probe, "timeoutSeconds", 1, 240);
            checkRange(probe, "failureThreshold", 1, 10);
        }
    }

    private static void checkRange(JsonNode probe, String property, int least, int most) {
        int value = probe.path(property).asInt(least);
        if (value < least || value > most) {
            throw invalid("probes[].%s: %d (expected: %d..%d)", property, value, least, most);
        }
    }

    private static void checkScale(JsonNode scale) {
        int least = scale.path("minReplicas").asInt(0);
        int most = scale.path("maxReplicas").asInt(Math.max(10, least));
        if (least < 0 || most < 1 || least > most || most > MOST_REPLICAS) {
            throw invalid(
                    "scale: minReplicas %d, maxReplicas %d (expected: 0 <= min <= max <= %d)",
                    least, most, MOST_REPLICAS);
        }
    }

    private static ArmException invalid(String format, Object... values) {
        return Refuse.badRequest("InvalidParameterValueInContainerTemplate", format, values);
    }
}
