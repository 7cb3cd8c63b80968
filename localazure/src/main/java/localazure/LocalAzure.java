package localazure;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import localazure.arm.Azure;
import localazure.arm.AzureProvider;
import localazure.arm.Catalogue;
import localazure.arm.ControlPlane;
import localazure.arm.FileStore;
import localazure.arm.Rule;
import localazure.arm.StoreOperator;
import localazure.engine.ProviderServer;
import localazure.planes.Planes;
import localazure.rules.Rules;

/** The running parts, started in order and closed in reverse. */
final class LocalAzure implements AutoCloseable {
    /** The version of the SDK whose classes are the schema. */
    private static final String PROVIDER_VERSION = "2.10.0";

    /** Long enough that operations which the engine starts together meet. */
    private static final Duration PROVISIONING = Duration.ofMillis(150);

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final Path stateDir;
    private final int base;
    private Planes planes;
    private volatile ControlPlane control;

    private LocalAzure(Path stateDir, int base) {
        this.stateDir = stateDir;
        this.base = base;
    }

    static LocalAzure start(Path stateDir, int base, int softDeleteHours) throws IOException {
        LocalAzure azure = new LocalAzure(stateDir, base);
        try {
            azure.open(Duration.ofHours(softDeleteHours));
            return azure;
        } catch (IOException | RuntimeException e) {
            azure.close();
            throw e;
        }
    }

    private void open(Duration softDelete) throws IOException {
        parts.push(StateLock.take(stateDir));
        Ports.checkFree(base);
        FileStore store = FileStore.open(stateDir.resolve("resources"));
        FileStore unanswered = FileStore.open(stateDir.resolve("unanswered-creates"));
        FileStore deleted = FileStore.open(stateDir.resolve("deleted-accounts"));
        Azure azure = new Azure(store, deleted, Catalogue.load(), Clock.systemUTC(), softDelete);
        Map<String, Rule> rules = Rules.all();
        planes = Planes.start(stateDir, base, store, azure.catalogue(), new StoreOperator(rules, store, () -> control));
        parts.push(planes);
        control = new ControlPlane(rules, azure, planes.byToken(), LocalAzure::provision);
        control.materialise((resource, refused) ->
                System.err.println("not started: " + resource.id() + ": " + refused.getMessage()));
        parts.push(ProviderServer.start(
                Ports.provider(base), PROVIDER_VERSION, new AzureProvider(rules, control, unanswered)));
        announce();
    }

    private static void provision() {
        try {
            Thread.sleep(PROVISIONING.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void announce() throws IOException {
        ObjectMapper json = new ObjectMapper();
        ObjectNode ready = json.createObjectNode()
                .put("pid", ProcessHandle.current().pid())
                .put("console", console())
                .put("provider", providerPort())
                .put("registry", planes.registryAddress())
                .put("caFile", planes.caFile().toString());
        Path file = stateDir.resolve("ready.json");
        Path unfinished = stateDir.resolve("ready.json.tmp");
        Files.write(unfinished, json.writeValueAsBytes(ready));
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        parts.push(() -> Files.deleteIfExists(file));
    }

    String console() {
        return planes.consoleUrl();
    }

    int providerPort() {
        return Ports.provider(base);
    }

    /** Closes everything even when a part fails to. */
    @Override
    public void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                System.err.println("localazure: stopping: " + e);
            }
        }
    }
}
