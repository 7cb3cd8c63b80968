package localazure.planes.containerapps;

import static localazure.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import localazure.arm.ArmException;
import localazure.planes.Arm;
import localazure.planes.Json;
import localazure.planes.testkit.Apps;
import localazure.planes.testkit.Resources;
import localazure.planes.testkit.TestImage;
import org.junit.jupiter.api.Test;

class AppPlaneTest extends ServedApp {
    @Test
    void the_image_runs_behind_its_ingress_on_every_replica_in_turn() throws Exception {
        room.put(Apps.app(image, port, 2, "one"));
        Set<String> answers = new HashSet<>();
        for (int i = 0; i < 2; i++) answers.add(get("/"));
        assertEquals(2, answers.size(), answers.toString());
        assertTrue(answers.stream().allMatch(each -> each.startsWith("blue proxy--one-")), answers.toString());
        assertEquals("ready", app().path("replicas").path(0).path("state").asText());
        assertNotEquals(address(0), address(1));
        assertTrue(address(0).startsWith("127.0."), address(0));
    }

    private String address(int replica) throws Exception {
        return app().path("replicas").path(replica).path("address").asText();
    }

    @Test
    void a_replica_sees_what_the_platform_sets() throws Exception {
        room.put(Apps.app(image, port, 1, "one"));
        String environment = get("/env");
        for (String variable : List.of(
                "GREETING=hello",
                "IDENTITY_ENDPOINT=http://127.0.0.1:",
                "IDENTITY_HEADER=",
                "HTTPS_PROXY=http://127.0.0.1:",
                "SSL_CERT_FILE=" + stateDir.toRealPath().resolve("ca.pem"),
                "CONTAINER_APP_NAME=proxy",
                "CONTAINER_APP_REVISION=proxy--one")) {
            assertTrue(environment.contains(variable), variable + " in " + environment);
        }
    }

    @Test
    void applying_the_same_revision_again_leaves_the_replicas_alone() throws Exception {
        room.put(Apps.app(image, port, 1, "one"));
        long pid = pid();
        room.put(Apps.app(image, port, 1, "one"));
        assertEquals(pid, pid());
    }

    @Test
    void an_update_serves_from_the_new_revision_and_ends_the_old_one() throws Exception {
        room.put(Apps.app(image, port, 1, "one"));
        long old = pid();
        String url = app().path("url").asText();
        room.put(Apps.app(TestImage.pushServer(room, Apps.LOGIN_SERVER, "green"), port, 1, "two"));
        assertTrue(get("/").startsWith("green proxy--two-"));
        assertEquals(url, app().path("url").asText());
        eventually("the old replica ends", () -> ProcessHandle.of(old).isEmpty());
        eventually("its image goes", () -> images().size() == 1);
    }

    @Test
    void a_failing_update_says_why_and_leaves_the_old_revision_serving() throws Exception {
        room.put(Apps.app(image, port, 1, "one"));
        String broken = TestImage.pushServer(room, Apps.LOGIN_SERVER, "dies-at-once");
        ArmException refused = assertThrows(ArmException.class, () -> room.put(Apps.app(broken, port, 1, "two")));
        assertEquals("ContainerAppOperationError", refused.code());
        assertTrue(refused.getMessage().contains("starting dies-at-once"), refused.getMessage());
        assertTrue(get("/").startsWith("blue proxy--one-"));
        assertEquals(1, images().size());
    }

    @Test
    void a_replica_that_ignores_sigterm_is_killed_after_the_grace() throws Exception {
        room.put(Apps.app(TestImage.pushServer(room, Apps.LOGIN_SERVER, "ignores-term"), port, 1, "one"));
        long pid = pid();
        room.delete(room.store.ofType(Arm.CONTAINER_APP).get(0));
        assertTrue(ProcessHandle.of(pid).isEmpty());
    }

    @Test
    void a_replica_that_dies_is_started_again() throws Exception {
        room.put(Apps.app(image, port, 1, "one"));
        long first = pid();
        ProcessHandle.of(first).orElseThrow().destroyForcibly();
        eventually("a new process is ready", () -> {
            JsonNode replica = app().path("replicas").path(0);
            return replica.path("state").asText().equals("ready")
                    && replica.path("restarts").asInt() == 1
                    && replica.path("pid").asLong() != first;
        });
        assertTrue(get("/").startsWith("blue "));
    }

    @Test
    void a_replica_that_is_not_ready_gets_no_connections() throws Exception {
        room.put(Apps.app(image, port, 1, "one"));
        get("/unready");
        eventually(
                "it counts as unready",
                () -> app().path("replicas").path(0).path("state").asText().equals("unready"));
        assertEquals(503, send("/").statusCode());
    }

    @Test
    void removing_an_app_waits_for_the_end_of_its_earlier_revisions() throws Exception {
        room.put(Apps.app(TestImage.pushServer(room, Apps.LOGIN_SERVER, "ignores-term"), port, 1, "one"));
        long old = pid();
        room.put(Apps.app(image, port, 1, "two"));
        room.delete(room.store.ofType(Arm.CONTAINER_APP).get(0));
        assertTrue(ProcessHandle.of(old).isEmpty());
        assertEquals(List.of(), images());
    }

    @Test
    void without_the_grant_the_image_cannot_be_pulled() {
        room.delete(
                Resources.grant(Resources.ACR_PULL, Resources.registry("images").id()));
        ArmException refused = assertThrows(ArmException.class, () -> room.put(Apps.app(image, port, 1, "one")));
        assertEquals("InvalidParameterValueInContainerTemplate", refused.code());
        assertTrue(refused.getMessage().contains("UNAUTHORIZED"), refused.getMessage());
    }

    @Test
    void an_image_that_was_never_pushed_is_unknown() {
        String unknown = image.replaceFirst(".{64}$", "0".repeat(64));
        ArmException refused = assertThrows(ArmException.class, () -> room.put(Apps.app(unknown, port, 1, "one")));
        assertTrue(refused.getMessage().contains("MANIFEST_UNKNOWN"), refused.getMessage());
    }

    @Test
    void a_removed_app_leaves_no_process_no_image_and_no_port() throws Exception {
        room.put(Apps.app(image, port, 1, "one"));
        long pid = pid();
        int ingress = URI.create(app().path("url").asText()).getPort();
        room.delete(room.store.ofType(Arm.CONTAINER_APP).get(0));
        assertTrue(ProcessHandle.of(pid).isEmpty());
        assertEquals(0, room.status().path("apps").size());
        assertEquals(List.of(), images());
        assertEquals("{}", Files.readString(stateDir.resolve("ingress.json")));
        new ServerSocket(ingress, 1, InetAddress.getLoopbackAddress()).close();
    }

    @Test
    void two_apps_have_an_ingress_each() throws Exception {
        room.put(Apps.app(image, port, 1, "one"));
        room.put(Apps.app("other", "other.happystone.azurecontainerapps.io", image, port, 1, "one"));
        String other = room.api("GET", "/api/ingress?fqdn=other.happystone.azurecontainerapps.io", Json.object())
                .path("url")
                .asText();
        assertNotEquals(app().path("url").asText(), other);
        assertEquals(404, room.console("GET", "/api/ingress?fqdn=nobody", "").statusCode());
    }
}
