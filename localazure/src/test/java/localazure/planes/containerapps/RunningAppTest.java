package localazure.planes.containerapps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import localazure.arm.ArmException;
import localazure.planes.registry.Digest;
import localazure.planes.testkit.Apps;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunningAppTest {
    @TempDir
    Path dir;

    private final RecordingEngine engine = new RecordingEngine();

    private final AppSpec wanted = AppSpec.of(Apps.app("unused", Apps.freePort(), 1, "one"));
    private final Image image = new Image(
            "images.azurecr.io/proxy",
            Digest.of(new byte[0]),
            List.of(),
            new Image.Config(List.of("run"), List.of(), "/", Map.of()));

    RunningAppTest() throws Exception {}

    private RunningApp app(Path logs) throws Exception {
        SSLContext tls = SSLContext.getDefault();
        return new RunningApp(
                engine,
                new ImageCache(engine),
                logs,
                Map.of(),
                ready -> new Ingress("app", new IngressPorts(dir.resolve("ports.json"), 0), tls, ready));
    }

    @Test
    void a_start_that_fails_on_its_way_lets_go_of_the_image() throws Exception {
        RunningApp app = app(Files.createFile(dir.resolve("logs")));
        assertThrows(IOException.class, () -> app.apply(wanted, image));
        assertEquals(List.of("prepare", "discard"), engine.calls);
        app.remove(wanted.grace());
    }

    @Test
    void a_revision_is_listed_from_its_start_to_its_end() throws Exception {
        RunningApp app = app(dir.resolve("logs"));
        Set<String> seen = ConcurrentHashMap.newKeySet();
        engine.starting =
                () -> app.revisions().forEach(each -> seen.add(each.app().revision()));
        assertThrows(ArmException.class, () -> app.apply(wanted, image));
        assertEquals(Set.of("proxy--one"), seen);
        assertEquals(List.of(), app.revisions());
        app.remove(wanted.grace());
    }

    /** Says what it was asked for and starts nothing. */
    private static final class RecordingEngine implements Engine {
        private final List<String> calls = new ArrayList<>();
        private volatile Runnable starting = () -> {};

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
            starting.run();
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
