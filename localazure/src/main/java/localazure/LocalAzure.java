package localazure;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import localazure.arm.Azure;
import localazure.arm.AzureProvider;
import localazure.arm.Catalogue;
import localazure.arm.ControlPlane;
import localazure.arm.FileStore;
import localazure.arm.Rule;
import localazure.arm.StoreOperator;
import localazure.engine.ProviderServer;
import localazure.planes.Parts;
import localazure.planes.Planes;
import localazure.rules.Rules;

/** The running parts, started in order and closed in reverse. */
final class LocalAzure implements AutoCloseable {
    /** The version of the SDK whose classes are the schema. */
    private static final String PROVIDER_VERSION = "2.10.0";

    /** Long enough that operations which the engine starts together meet. */
    private static final Duration PROVISIONING = Duration.ofMillis(150);

    private final Parts parts = new Parts();
    private final Path stateDir;
    private final int base;
    private final Duration softDelete;
    private final Optional<Path> existing;
    private final Optional<Path> queryEngine;
    private Planes planes;
    private volatile ControlPlane control;

    /**
     * @param existing file of what exists outside every stack
     * @param queryEngine script that answers log queries
     */
    LocalAzure(Path stateDir, int base, Duration softDelete, Optional<Path> existing, Optional<Path> queryEngine) {
        this.stateDir = stateDir;
        this.base = base;
        this.softDelete = softDelete;
        this.existing = existing;
        this.queryEngine = queryEngine;
    }

    /** Returns when everything listens; what began is closed again when something fails. */
    synchronized void start() throws IOException {
        try {
            open();
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private void open() throws IOException {
        parts.keep(StateLock.take(stateDir));
        Ports.checkFree(base);
        FileStore store = FileStore.open(stateDir.resolve("resources"));
        FileStore unanswered = FileStore.open(stateDir.resolve("unanswered-creates"));
        FileStore deleted = FileStore.open(stateDir.resolve("deleted-accounts"));
        Azure azure = new Azure(store, deleted, Catalogue.load(), Clock.systemUTC(), softDelete);
        Map<String, Rule> rules = Rules.all();
        StoreOperator operator = new StoreOperator(rules, store, () -> control);
        planes = Planes.start(stateDir, base, store, azure.catalogue(), operator, queryEngine);
        parts.keep(planes);
        control = new ControlPlane(rules, azure, planes.byToken(), LocalAzure::provision);
        if (existing.isPresent()) new Existing(rules, control, planes).load(existing.get());
        control.materialise((resource, refused) ->
                System.err.println("not started: " + resource.id() + ": " + refused.getMessage()));
        parts.keep(ProviderServer.start(
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
        parts.keep(() -> Files.deleteIfExists(file));
    }

    String console() {
        return planes.consoleUrl();
    }

    int providerPort() {
        return Ports.provider(base);
    }

    /** Waits for a start under way, so that a signal during it leaves no replica behind. */
    @Override
    public synchronized void close() {
        try {
            parts.close();
        } catch (IllegalStateException e) {
            Stream.of(e.getSuppressed()).forEach(each -> System.err.println("localazure: stopping: " + each));
        }
    }
}
