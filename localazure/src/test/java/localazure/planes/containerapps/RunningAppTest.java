package localazure.planes.containerapps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import localazure.planes.registry.Digest;
import localazure.planes.testkit.Apps;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunningAppTest {
    @TempDir
    Path dir;

    private final RecordingEngine engine = new RecordingEngine();

    @Test
    void a_start_that_fails_on_its_way_lets_go_of_the_image() throws Exception {
        Path noFolder = Files.createFile(dir.resolve("logs"));
        SSLContext tls = SSLContext.getDefault();
        RunningApp app = new RunningApp(
                engine,
                new ImageCache(engine),
                noFolder,
                Map.of(),
                ready -> new Ingress("app", new IngressPorts(dir.resolve("ports.json"), 0), tls, ready));
        Image image = new Image(
                "images.azurecr.io/proxy",
                Digest.of(new byte[0]),
                List.of(),
                new Image.Config(List.of("run"), List.of(), "/", Map.of()));
        AppSpec wanted = AppSpec.of(Apps.app("unused", Apps.freePort(), 1, "one"));
        assertThrows(IOException.class, () -> app.apply(wanted, image));
        assertEquals(List.of("prepare", "discard"), engine.calls);
        app.remove(wanted.grace());
    }

    /** Says what it was asked for and starts nothing. */
    private static final class RecordingEngine implements Engine {
        private final List<String> calls = new ArrayList<>();

        @Override
        public String name() {
            return "recording";
        }

        @Override
        public void prepare(Image image) {
            calls.add("prepare");
        }

        @Override
        public Process start(Launch launch) throws IOException {
            throw new IOException("starts nothing");
        }

        @Override
        public void kill(String name, Process process) {
            calls.add("kill");
        }

        @Override
        public void discard(Image image) {
            calls.add("discard");
        }

        @Override
        public void discardAll(String loginServer) {
            calls.add("discardAll");
        }

        @Override
        public void removeOrphans() {
            calls.add("removeOrphans");
        }
    }
}
