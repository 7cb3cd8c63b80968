package localazure.planes.testkit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.ServerSocket;
import localazure.arm.ArmResource;
import localazure.planes.Arm;
import localazure.planes.Json;

/** Container apps of the test image. */
public final class Apps {
    public static final String LOGIN_SERVER = "images.azurecr.io";
    public static final String FQDN = "proxy.happystone.eastus.azurecontainerapps.io";

    private Apps() {}

    /** A port that no other test has. */
    public static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** Puts what an app needs: environment, identity, registry and the grant to pull. */
    public static Room prepare(Room room) {
        ArmResource registry = Resources.registry("images");
        return room.put(
                Resources.environment(),
                Resources.identity(),
                registry,
                Resources.grant(Resources.ACR_PULL, registry.id()));
    }

    public static ArmResource app(String image, int port, int replicas, String revision) {
        return app("proxy", FQDN, image, port, replicas, revision);
    }

    public static ArmResource app(String name, String fqdn, String image, int port, int replicas, String revision) {
        ObjectNode ready = Json.object(
                "type",
                "Readiness",
                "periodSeconds",
                1,
                "failureThreshold",
                1,
                "httpGet",
                Json.object("path", "/ready", "port", port));
        ObjectNode startup = Json.object(
                "type", "Startup", "periodSeconds", 1, "failureThreshold", 20, "tcpSocket", Json.object("port", port));
        ObjectNode container = Json.object(
                "name",
                name,
                "image",
                image,
                "env",
                Json.array(Json.object("name", "GREETING", "value", "hello")),
                "probes",
                Json.array(ready, startup));
        ObjectNode inputs = Json.object(
                "environmentId", Resources.ENVIRONMENT,
                "identity",
                        Json.object("type", "UserAssigned", "userAssignedIdentities", Json.array(Resources.IDENTITY)),
                "configuration",
                        Json.object(
                                "ingress", Json.object("external", true, "targetPort", port),
                                "registries",
                                        Json.array(
                                                Json.object("server", LOGIN_SERVER, "identity", Resources.IDENTITY))),
                "template",
                        Json.object(
                                "containers", Json.array(container),
                                "terminationGracePeriodSeconds", 1,
                                "scale", Json.object("minReplicas", replicas)));
        ObjectNode outputs = inputs.deepCopy().put("latestRevisionName", name + "--" + revision);
        ((ObjectNode) outputs.path("configuration").path("ingress")).put("fqdn", fqdn);
        return new ArmResource(
                Resources.GROUP + "/providers/Microsoft.App/containerApps/" + name, Arm.CONTAINER_APP, inputs, outputs);
    }
}
