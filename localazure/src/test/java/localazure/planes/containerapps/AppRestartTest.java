package localazure.planes.containerapps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import localazure.arm.ArmException;
import localazure.planes.testkit.Apps;
import localazure.planes.testkit.Room;
import org.junit.jupiter.api.Test;

class AppRestartTest extends ServedApp {
    @Test
    void a_restart_keeps_the_port_and_finds_the_replicas_of_a_killed_run() throws Exception {
        room.put(Apps.app(image, port, 1, "one"));
        String url = app().path("url").asText();
        room.close();
        Process orphan = orphan();
        room = Room.reopen(stateDir, room.store);
        assertFalse(orphan.isAlive());
        assertEquals(url, app().path("url").asText());
        assertTrue(get("/").startsWith("blue "));
    }

    @Test
    void processes_of_another_state_folder_are_left_alone() throws Exception {
        Process stranger = marked(stateDir.toRealPath() + "-other");
        room.close();
        room = Room.reopen(stateDir, room.store);
        assertTrue(stranger.isAlive());
        stranger.destroyForcibly();
    }

    @Test
    void a_port_that_an_outside_program_took_is_named() throws Exception {
        room.put(Apps.app(image, port, 1, "one"));
        room.close();
        try (ServerSocket outside = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            Path ports = stateDir.resolve("ingress.json");
            Files.writeString(ports, Files.readString(ports).replaceAll(":\\d+", ":" + outside.getLocalPort()));
            ArmException refused = assertThrows(ArmException.class, () -> room = Room.reopen(stateDir, room.store));
            assertTrue(refused.getMessage().contains("port " + outside.getLocalPort()), refused.getMessage());
        }
    }
}
