package localazure.planes.cosmos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import localazure.arm.ResourceStore;
import localazure.planes.Json;
import localazure.planes.cosmos.Transaction.Operation;
import localazure.planes.cosmos.Transaction.Outcome;
import localazure.planes.net.Exchange;

/** One request to one account. Paths and headers: Microsoft Learn: Azure Cosmos DB REST API reference. */
final class CosmosCall {
    private static final int USUAL_PAGE = 100;
    private static final int MOST_PER_PAGE = 1000;
    private static final double QUERY_UNITS = 2.5;

    private final Exchange exchange;
    private final CosmosAccount account;
    private final ResourceStore store;
    private final Access access;
    private final CosmosPlane plane;
    private double units;
    private double normalized;

    CosmosCall(Exchange exchange, CosmosAccount account, ResourceStore store, Access access, CosmosPlane plane) {
        this.exchange = exchange;
        this.account = account;
        this.store = store;
        this.access = access;
        this.plane = plane;
    }

    double units() {
        return units;
    }

    double normalized() {
        return normalized;
    }

    /** @return the status that was sent */
    int answer() throws IOException, CosmosError {
        byte[] body = exchange.body().readAllBytes();
        String principal = access.principal(exchange, account);
        List<String> path = path();
        if (path.isEmpty()) {
            access.check(principal, account, "", Access.METADATA);
            return send(200, account.describe());
        }
        if (path.size() < 4 || !path.get(0).equals("dbs") || !path.get(2).equals("colls")) {
            throw controlPlaneOnly();
        }
        ContainerData data = plane.find(store, account, path.get(1), path.get(3));
        String feed = path.size() > 4 ? path.get(4) : "";
        if (feed.equals("docs")) return items(data, principal, path, body);
        if (!exchange.method().equals("GET")) throw controlPlaneOnly();
        access.check(principal, account, data.container().scope(), Access.METADATA);
        if (feed.isEmpty()) return send(200, data.container().describe(data.rid()));
        if (feed.equals("pkranges")) return ranges(data);
        throw CosmosError.notFound();
    }

    private List<String> path() {
        List<String> parts = new ArrayList<>();
        for (String each : exchange.path().split("/")) {
            if (!each.isEmpty()) parts.add(URLDecoder.decode(each.replace("+", "%2B"), StandardCharsets.UTF_8));
        }
        return parts;
    }

    /** Substatus from reports. */
    private CosmosError controlPlaneOnly() {
        String asked = exchange.method() + " " + exchange.path();
        return new CosmosError(
                403,
                5300,
                "Forbidden",
                "The given request [" + asked + "] cannot be authorized by AAD token in data plane.");
    }

    /** One physical partition: Azure, too, begins with one below 10,000 request units a second. */
    private int ranges(ContainerData data) throws IOException {
        String etag = "\"1\"";
        exchange.set("etag", etag);
        if (exchange.header("if-none-match").filter(etag::equals).isPresent()) return empty(304);
        JsonNode range = Json.object(
                "id",
                "0",
                "_rid",
                data.rid(),
                "minInclusive",
                "",
                "maxExclusive",
                "FF",
                "status",
                "online",
                "parents",
                Json.array());
        return send(200, Json.object("_rid", data.rid(), "PartitionKeyRanges", Json.array(range), "_count", 1));
    }

    private int items(ContainerData data, String principal, List<String> path, byte[] body)
            throws IOException, CosmosError {
        checkThroughput(data);
        String id = path.size() > 5 ? path.get(5) : "";
        if (flag("x-ms-cosmos-is-query-plan-request")) {
            access.check(principal, account, data.container().scope(), Access.METADATA);
            return send(200, data.plan(json(body)));
        }
        if (flag("x-ms-documentdb-isquery") || flag("x-ms-documentdb-query")) return query(data, principal, json(body));
        if (flag("x-ms-cosmos-is-batch-request")) return batch(data, principal, json(body));
        String verb = verb(id);
        access.check(principal, account, data.container().scope(), Access.items(action(verb)));
        Outcome outcome = perform(data, verb, id, body);
        return answer(data, outcome);
    }

    private Outcome perform(ContainerData data, String verb, String id, byte[] body) throws CosmosError {
        boolean without = verb.equals("Read") || verb.equals("Delete");
        JsonNode json = without ? Json.object() : json(body);
        String partition = partition();
        if (partition.isEmpty()) partition = data.container().partition(json);
        return data.perform(new Operation(verb, partition, id, json, exchange.header("if-match")));
    }

    private int answer(ContainerData data, Outcome outcome) throws IOException {
        charged(data, outcome.units());
        if (outcome.item().isEmpty()) return empty(outcome.status());
        Item item = outcome.item().get();
        exchange.set("etag", item.etag());
        boolean reading = exchange.method().equals("GET");
        boolean known =
                exchange.header("if-none-match").filter(item.etag()::equals).isPresent();
        if (reading && known) return empty(304);
        boolean minimal =
                exchange.header("prefer").filter("return=minimal"::equals).isPresent();
        return minimal && !reading ? empty(outcome.status()) : send(outcome.status(), item.document());
    }

    private String verb(String id) throws CosmosError {
        boolean feed = id.isEmpty();
        return switch (exchange.method()) {
            case "POST" -> flag("x-ms-documentdb-is-upsert") ? "Upsert" : "Create";
            case "GET" -> {
                if (feed)
                    throw CosmosError.badRequest("Reading the feed of a container is not supported here; query it.");
                yield "Read";
            }
            case "PUT" -> "Replace";
            case "PATCH" -> "Patch";
            case "DELETE" -> "Delete";
            default -> throw new CosmosError(405, 0, "MethodNotAllowed", "The requested verb is not supported.");
        };
    }

    /** A patch is a replacement to the roles. */
    private static String action(String verb) {
        return verb.equals("Patch") ? "replace" : verb.toLowerCase(java.util.Locale.ROOT);
    }

    private int query(ContainerData data, String principal, JsonNode asked) throws IOException, CosmosError {
        String scope = data.container().scope();
        access.check(principal, account, scope, Access.containers("executeQuery"), Access.containers("readChangeFeed"));
        int asks = Integer.parseInt(exchange.header("x-ms-max-item-count").orElse("-1"));
        int size = asks < 0 ? USUAL_PAGE : Math.min(Math.max(asks, 1), MOST_PER_PAGE);
        String after = exchange.header("x-ms-continuation").orElse("");
        Page page = data.query(asked, partition(), after, size);
        ArrayNode documents = page.documents();
        charged(data, QUERY_UNITS + documents.toString().length() / 1024.0);
        page.continuation().ifPresent(next -> exchange.set("x-ms-continuation", next));
        exchange.set("x-ms-item-count", documents.size());
        return send(200, Json.object("_rid", data.rid(), "Documents", documents, "_count", documents.size()));
    }

    private int batch(ContainerData data, String principal, JsonNode operations) throws IOException, CosmosError {
        for (JsonNode each : operations) {
            String action = Access.items(action(Batch.verb(each)));
            access.check(principal, account, data.container().scope(), action);
        }
        Batch batch = data.batch(operations, partition(), flag("x-ms-cosmos-batch-atomic"));
        charged(data, batch.units());
        return send(batch.status(), batch.results());
    }

    private void checkThroughput(ContainerData data) throws CosmosError {
        Container container = data.container();
        OptionalLong wait = plane.throughput().refusedFor(container.throughputOwner(), container.throughput());
        if (wait.isEmpty()) return;
        normalized = 100;
        exchange.set("x-ms-retry-after-ms", wait.getAsLong());
        throw new CosmosError(
                429,
                3200,
                "TooManyRequests",
                "Request rate is large. More Request Units may be needed, so no" + " changes were made.");
    }

    private void charged(ContainerData data, double charge) {
        Container container = data.container();
        units = charge;
        double used = plane.throughput().charge(container.throughputOwner(), charge);
        normalized = Math.min(100, used * 100 / container.throughput());
        exchange.set("x-ms-request-charge", charge).set("x-ms-session-token", data.sessionToken());
    }

    private String partition() {
        return exchange.header("x-ms-documentdb-partitionkey")
                .map(text -> Json.read(text).toString())
                .orElse("");
    }

    private boolean flag(String name) {
        return exchange.header(name).filter("true"::equalsIgnoreCase).isPresent();
    }

    private static JsonNode json(byte[] body) throws CosmosError {
        try {
            return Json.read(body);
        } catch (IOException e) {
            throw CosmosError.badRequest("The request payload is invalid. Ensure to provide a valid request payload.");
        }
    }

    private int send(int status, JsonNode json) throws IOException {
        exchange.sendJson(status, json);
        return status;
    }

    private int empty(int status) throws IOException {
        exchange.sendEmpty(status);
        return status;
    }
}
