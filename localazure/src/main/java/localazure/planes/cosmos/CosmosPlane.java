package localazure.planes.cosmos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import localazure.arm.ArmException;
import localazure.arm.ArmResource;
import localazure.arm.Plane;
import localazure.arm.ResourceStore;
import localazure.planes.Arm;

/** The items of every container, a file each below one folder. Thread-safe. */
public final class CosmosPlane implements Plane, AutoCloseable {
    /** The type whose resources this plane serves. */
    public static final String CONTAINER = "azure-native:documentdb:SqlResourceSqlContainer";

    private final Path folder;
    private final Clock clock;
    private final Throughput throughput;
    private final Map<String, ItemStore> storeById = new HashMap<>();

    public CosmosPlane(Path folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
        this.throughput = new Throughput(clock);
    }

    @Override
    public void apply(ArmResource container) {
        try {
            store(container);
        } catch (UncheckedIOException e) {
            throw new ArmException(500, "InternalServerError", e.getMessage());
        }
    }

    Throughput throughput() {
        return throughput;
    }

    /** Names or resource ids lead to a container. */
    ContainerData find(ResourceStore store, CosmosAccount account, String database, String name) throws CosmosError {
        for (ArmResource each : store.ofType(CONTAINER)) {
            boolean own = Arm.parentId(Arm.parentId(each.id())).equalsIgnoreCase(account.id());
            Optional<Container> found = own ? Container.of(store, each) : Optional.empty();
            if (found.isEmpty()) continue;
            ContainerData data = data(found.get());
            boolean named =
                    each.name().equals(name) && found.get().database().name().equals(database);
            if (named || data.rid().equals(name)) return data;
        }
        throw CosmosError.containerNotFound();
    }

    private ContainerData data(Container container) {
        return new ContainerData(container, store(container.resource()), clock);
    }

    private synchronized ItemStore store(ArmResource container) {
        return storeById.computeIfAbsent(key(container), id -> {
            try {
                return ItemStore.open(file(container), Arm.parentId(container.id()), clock);
            } catch (IOException e) {
                throw new UncheckedIOException(file(container) + ": " + e.getMessage(), e);
            }
        });
    }

    @Override
    public synchronized void remove(ArmResource container) {
        try {
            ItemStore store = storeById.remove(key(container));
            if (store != null) store.close();
            Files.deleteIfExists(file(container));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path file(ArmResource container) {
        UUID unique = UUID.nameUUIDFromBytes(key(container).getBytes(StandardCharsets.UTF_8));
        return folder.resolve(container.name().toLowerCase(Locale.ROOT) + "-" + unique + ".jsonl");
    }

    private static String key(ArmResource container) {
        return container.id().toLowerCase(Locale.ROOT);
    }

    @Override
    public synchronized void close() throws IOException {
        for (ItemStore each : storeById.values()) each.close();
    }
}
