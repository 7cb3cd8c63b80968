package localazure.arm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import localazure.engine.ProviderServer;
import localazure.engine.TestClient;
import localazure.rules.World;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A provider on a free port over an empty world, and the engine's connection to it. */
abstract class AttachedProvider {
    @TempDir
    Path dir;

    World world;
    FileStore unanswered;
    ProviderServer server;
    TestClient client;

    @BeforeEach
    void open() throws IOException {
        world = new World(dir);
        attach();
    }

    private void attach() throws IOException {
        unanswered = FileStore.open(dir.resolve("unanswered"));
        server = ProviderServer.start(0, "2.10.0", new AzureProvider(world.rules, world.control, unanswered));
        client = new TestClient(server.port());
        client.configure(World.json("{subscriptionId: '" + World.SUBSCRIPTION + "'}"));
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    ObjectNode check(String type, String name, String olds, String news, String seed) {
        return client.checked(type, name, World.json(olds), World.json(news), seed);
    }

    /** The provider goes while its engine is there, and comes again. */
    void restart() throws IOException {
        server.close();
        client.close();
        attach();
    }
}
