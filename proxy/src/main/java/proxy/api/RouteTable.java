package proxy.api;

import io.netty.handler.codec.http.HttpMethod;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import proxy.io.Characters;
import proxy.observe.Reason;

/**
 * The closed grammar of request targets. It matches the raw target and decodes nothing: dot segments, percent signs, repeated
 * slashes and anything else out of the ordinary match no route.
 */
public final class RouteTable {

    private static final String DATED = "/openai/deployments/";
    private static final List<String> V1 = List.of("/openai/v1/", "/v1/");
    /** What may stand before one name that is not in the table. */
    private static final List<String> BEFORE_NAME = Stream.concat(
                    Stream.of(DATED), V1.stream().flatMap(base -> Stream.of(base + "models/", base + "responses/")))
            .toList();

    private static final Characters NAME = Characters.alphanumericsAnd("._-");
    /** Stands in the table for a name. No target has a space in it. */
    private static final String NAMED = " ";

    /** The id of a response is the longest name there may be. */
    private static final int MAX_NAME = 300;

    private static final Set<String> DOTS = Set.of(".", "..");

    /** What a path takes, by method: mostly one. */
    private static final Map<String, Map<String, Line>> TABLE = table();

    private RouteTable() {}

    /** Which query a route takes, and what is said of another one. */
    private enum Query {
        ANY(query -> true, Reason.NOT_FOUND, ""),
        V1(
                Set.of("", "api-version=v1", "api-version=preview", "api-version=latest")::contains,
                Reason.NOT_FOUND,
                "Unknown query (expected: none on the v1 API)"),
        DATED(
                Pattern.compile("api-version=\\d{4}-\\d{2}-\\d{2}(?:-preview)?").asMatchPredicate(),
                Reason.MISSING_API_VERSION,
                "Missing or unknown query (expected: api-version=YYYY-MM-DD or YYYY-MM-DD-preview)"),
        /** Says what of a response is wanted, and goes nowhere but to its account. */
        STORED(
                Pattern.compile("|PAIR(?:&PAIR)*+"
                                .replace(
                                        "PAIR",
                                        "(?:api-version|stream|starting_after|include_obfuscation|limit|order|after|before"
                                                + "|include(?:\\[\\d*\\]|%5B\\d*%5D)?)=[A-Za-z0-9._:-]*"))
                        .asMatchPredicate(),
                Reason.NOT_FOUND,
                "Unknown query (expected: include, stream, starting_after, limit, order, after or before)");

        private final Predicate<String> takes;
        private final Reason otherwise;
        private final String message;

        Query(Predicate<String> takes, Reason otherwise, String message) {
            this.takes = takes;
            this.otherwise = otherwise;
            this.message = message;
        }
    }

    /** @param route made of the name in the path, empty when it has none, and the query */
    private record Line(Query query, BiFunction<String, String, Route> route) {

        Route take(String name, String given) {
            return query.takes.test(given) ? route.apply(name, given) : nowhere(query.otherwise, query.message);
        }
    }

    private static Map<String, Map<String, Line>> table() {
        var table = new HashMap<String, Map<String, Line>>();
        add(table, "GET", "/live", Query.ANY, (name, query) -> new Route.Live());
        add(table, "GET", "/ready", Query.ANY, (name, query) -> new Route.Ready());
        add(table, "GET", "/openai/models", Query.DATED, (name, query) -> new Route.Models());
        for (var base : V1) {
            add(table, "GET", base + "models", Query.V1, (name, query) -> new Route.Models());
            add(table, "GET", base + "models/" + NAMED, Query.V1, (name, query) -> new Route.Model(name));
            addStored(table, HttpMethod.GET, base, "");
            addStored(table, HttpMethod.DELETE, base, "");
            addStored(table, HttpMethod.POST, base, "/cancel");
            addStored(table, HttpMethod.GET, base, "/input_items");
        }
        for (var operation : Operation.values()) {
            for (var base : V1) {
                add(
                        table,
                        "POST",
                        base + operation.path(),
                        Query.V1,
                        (name, query) -> new Route.Forwarded(operation, Optional.empty(), query));
            }
            if (operation.dated()) {
                add(
                        table,
                        "POST",
                        DATED + NAMED + "/" + operation.path(),
                        Query.DATED,
                        (name, query) -> new Route.Forwarded(operation, Optional.of(name), query));
            }
        }
        return table;
    }

    private static void addStored(Map<String, Map<String, Line>> table, HttpMethod method, String base, String part) {
        add(
                table,
                method.name(),
                base + "responses/" + NAMED + part,
                Query.STORED,
                (id, query) -> new Route.Stored(method, id, part, query));
    }

    private static void add(
            Map<String, Map<String, Line>> table,
            String method,
            String path,
            Query query,
            BiFunction<String, String, Route> route) {
        table.computeIfAbsent(path, key -> new TreeMap<>()).put(method, new Line(query, route));
    }

    /**
     * Where a request goes.
     *
     * @param target origin-form, as it was received
     * @return {@link Route.Nowhere} for whatever is not in the table
     */
    public static Route match(String method, String target) {
        var question = target.indexOf('?');
        var path = question < 0 ? target : target.substring(0, question);
        var query = question < 0 ? "" : target.substring(question + 1);
        var methods = TABLE.get(path);
        return methods == null ? named(method, path, query) : line(methods, method, "", query);
    }

    private static Route named(String method, String path, String query) {
        for (var before : BEFORE_NAME) {
            if (path.startsWith(before)) {
                var slash = path.indexOf('/', before.length());
                var end = slash < 0 ? path.length() : slash;
                var name = path.substring(before.length(), end);
                var methods = TABLE.get(before + NAMED + path.substring(end));
                if (methods != null && NAME.fill(name, 0, name.length(), 1, MAX_NAME) && !DOTS.contains(name)) {
                    return line(methods, method, name, query);
                }
            }
        }
        return NotServed.route(path);
    }

    private static Route line(Map<String, Line> methods, String method, String name, String query) {
        var line = methods.get(method);
        if (line != null) {
            return line.take(name, query);
        }
        var allowed = String.join(", ", methods.keySet());
        return new Route.Nowhere(
                Reason.METHOD_NOT_ALLOWED, "Method not allowed (expected: " + allowed + ")", Optional.of(allowed));
    }

    static Route nowhere(Reason reason, String message) {
        return new Route.Nowhere(reason, message, Optional.empty());
    }
}
