package localazure.planes.cosmos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import localazure.planes.Json;

/** The items of one container, in memory and on disk. The caller holds the lock of the container. */
final class ItemStore implements AutoCloseable {
    private final Map<String, Item> byKey = new HashMap<>();
    private final TreeMap<Long, Item> byNumber = new TreeMap<>();
    private final Clock clock;
    private ItemLog log;
    private String rid;
    private long last;
    private long version;

    private ItemStore(Clock clock) {
        this.clock = clock;
    }

    /** Reads the file of a container, which is made when absent, and leaves no more in it than what counts. */
    static ItemStore open(Path file, String databaseId, Clock clock) throws IOException {
        ItemStore store = new ItemStore(clock);
        if (!Files.exists(file)) {
            String rid = Rid.container(databaseId, UUID.randomUUID().toString());
            ItemLog.rewrite(file, List.of(Json.object("rid", rid, "version", 0, "last", 0)));
        }
        ItemLog.open(file, store::replay).close();
        ItemLog.rewrite(file, store.snapshot());
        store.log = ItemLog.open(file, line -> {});
        return store;
    }

    private List<JsonNode> snapshot() {
        List<JsonNode> lines = new ArrayList<>();
        lines.add(Json.object("rid", rid, "version", version, "last", last));
        byNumber.values().forEach(each -> lines.add(Json.array(put(each))));
        return lines;
    }

    private void replay(JsonNode line) {
        if (line.isObject()) {
            rid = line.path("rid").asText();
            version = line.path("version").asLong();
            last = line.path("last").asLong();
            return;
        }
        version++;
        line.forEach(this::perform);
    }

    private void perform(JsonNode change) {
        if (change.has("doc")) {
            Item item = Item.of(change);
            byKey.put(key(item.partition(), item.id()), item);
            byNumber.put(item.number(), item);
            last = Math.max(last, item.number());
        } else {
            Item gone = byKey.remove(
                    key(change.path("pk").asText(), change.path("gone").asText()));
            if (gone != null) byNumber.remove(gone.number());
        }
    }

    String rid() {
        return rid;
    }

    /** Counts the changes; the session token of a client. */
    long version() {
        return version;
    }

    Optional<Item> find(String partition, String id) {
        return Optional.ofNullable(byKey.get(key(partition, id)));
    }

    /** In the order in which they came. */
    Collection<Item> all() {
        return byNumber.values();
    }

    /** A new item, or the next state of one, with its system properties; not yet written. */
    Item next(Optional<Item> before, String partition, ObjectNode body, long ahead) {
        long number = before.map(Item::number).orElse(last + 1 + ahead);
        ObjectNode document = body.deepCopy();
        String own = Rid.item(rid, number);
        document.put("_rid", own)
                .put("_self", "dbs/" + Rid.databaseOf(rid) + "/colls/" + rid + "/docs/" + own + "/")
                .put("_etag", "\"" + UUID.randomUUID() + "\"")
                .put("_attachments", "attachments/")
                .put("_ts", clock.instant().getEpochSecond());
        return new Item(number, partition, document);
    }

    static JsonNode put(Item item) {
        return Json.object("n", item.number(), "pk", item.partition(), "doc", item.document());
    }

    static JsonNode gone(Item item) {
        return Json.object("pk", item.partition(), "gone", item.id());
    }

    /** Makes changes together: all of them survive a kill, or none. */
    void commit(List<JsonNode> changes) {
        if (changes.isEmpty()) return;
        ArrayNode line = Json.array(changes);
        log.append(line);
        version++;
        line.forEach(this::perform);
    }

    private static String key(String partition, String id) {
        return partition + "\n" + id;
    }

    @Override
    public void close() throws IOException {
        log.close();
    }
}
