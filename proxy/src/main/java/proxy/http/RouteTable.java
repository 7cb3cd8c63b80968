package proxy.http;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import proxy.observe.Reason;

/**
 * The closed grammar of request targets. It matches the raw target and decodes nothing: dot segments, percent signs, repeated
 * slashes and anything else out of the ordinary match no route.
 */
final class RouteTable {

    private static final String DATED = "/openai/deployments/";
    private static final List<String> V1 = List.of("/openai/v1/", "/v1/");
    private static final Characters DEPLOYMENT = Characters.alphanumericsAnd("._-");
    private static final int MAX_DEPLOYMENT = 64;
    private static final Set<String> DOTS = Set.of(".", "..");
    private static final Pattern DATED_VERSION = Pattern.compile("api-version=\\d{4}-\\d{2}-\\d{2}(?:-preview)?");
    private static final Set<String> V1_VERSIONS =
            Set.of("", "api-version=v1", "api-version=preview", "api-version=latest");

    private RouteTable() {}

    /** @param target origin-form, as it was received */
    static Route match(String method, String target) {
        var question = target.indexOf('?');
        var path = question < 0 ? target : target.substring(0, question);
        var query = question < 0 ? "" : target.substring(question + 1);
        return switch (path) {
            case "/live" -> only("GET", method, new Route.Live());
            case "/ready" -> only("GET", method, new Route.Ready());
            case "/openai/v1/models", "/v1/models" -> only("GET", method, new Route.Models());
            default -> forwarded(method, path, query);
        };
    }

    private static Route forwarded(String method, String path, String query) {
        if (path.startsWith(DATED)) {
            var slash = Math.max(DATED.length(), path.indexOf('/', DATED.length()));
            var deployment = path.substring(DATED.length(), slash);
            var operation = Operation.dated(path.substring(Math.min(path.length(), slash + 1)));
            return deployment(deployment) && operation.isPresent()
                    ? only("POST", method, dated(deployment, operation.get(), query))
                    : unknownPath();
        }
        var operation = V1.stream()
                .filter(path::startsWith)
                .findFirst()
                .flatMap(base -> Operation.v1(path.substring(base.length())));
        if (operation.isEmpty()) {
            return unknownPath();
        }
        if (!V1_VERSIONS.contains(query)) {
            return nowhere(Reason.NOT_FOUND, "Unknown query (expected: none on the v1 API)");
        }
        return only("POST", method, new Route.Forwarded(operation.get(), Optional.empty(), query));
    }

    private static boolean deployment(String name) {
        return DEPLOYMENT.fill(name, 0, name.length(), 1, MAX_DEPLOYMENT) && !DOTS.contains(name);
    }

    private static Route dated(String deployment, Operation operation, String query) {
        if (!DATED_VERSION.matcher(query).matches()) {
            return nowhere(
                    Reason.MISSING_API_VERSION,
                    "Missing or unknown query (expected: api-version=YYYY-MM-DD or YYYY-MM-DD-preview)");
        }
        return new Route.Forwarded(operation, Optional.of(deployment), query);
    }

    private static Route unknownPath() {
        return nowhere(
                Reason.NOT_FOUND, "Unknown path (expected: an operation of the OpenAI API that this gateway serves)");
    }

    private static Route only(String allowed, String method, Route route) {
        if (allowed.equals(method)) {
            return route;
        }
        return new Route.Nowhere(
                Reason.METHOD_NOT_ALLOWED, "Method not allowed (expected: " + allowed + ")", Optional.of(allowed));
    }

    private static Route nowhere(Reason reason, String message) {
        return new Route.Nowhere(reason, message, Optional.empty());
    }
}
