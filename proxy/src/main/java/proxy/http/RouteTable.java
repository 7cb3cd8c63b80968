package proxy.http;

import java.util.Optional;
import java.util.regex.Pattern;
import proxy.observe.Reason;

/**
 * The closed grammar of request targets. It matches the raw target and decodes nothing: dot segments, percent signs, repeated
 * slashes and anything else out of the ordinary match no route.
 */
final class RouteTable {

    private static final Pattern DATED =
            Pattern.compile("/openai/deployments/([A-Za-z0-9._-]{1,64})/(chat/completions|completions|embeddings)");
    private static final Pattern V1 = Pattern.compile("(?:/openai)?/v1/(.+)");
    private static final Pattern DATED_VERSION = Pattern.compile("api-version=\\d{4}-\\d{2}-\\d{2}(?:-preview)?");
    private static final Pattern V1_VERSION = Pattern.compile("(?:api-version=(?:v1|preview|latest))?");
    private static final Pattern DOTS = Pattern.compile("\\.{1,2}");

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
        var dated = DATED.matcher(path);
        if (dated.matches() && !DOTS.matcher(dated.group(1)).matches()) {
            return only("POST", method, dated(dated.group(1), dated.group(2), query));
        }
        var v1 = V1.matcher(path);
        var operation = v1.matches() ? Operation.v1(v1.group(1)) : Optional.<Operation>empty();
        if (operation.isEmpty()) {
            return nowhere(
                    Reason.NOT_FOUND,
                    "Unknown path (expected: an operation of the OpenAI API that this gateway serves)");
        }
        if (!V1_VERSION.matcher(query).matches()) {
            return nowhere(Reason.NOT_FOUND, "Unknown query (expected: none on the v1 API)");
        }
        return only("POST", method, new Route.Forwarded(operation.get(), Optional.empty(), query));
    }

    private static Route dated(String deployment, String operation, String query) {
        if (!DATED_VERSION.matcher(query).matches()) {
            return nowhere(
                    Reason.MISSING_API_VERSION,
                    "Missing or unknown query (expected: api-version=YYYY-MM-DD or YYYY-MM-DD-preview)");
        }
        return new Route.Forwarded(Operation.dated(operation).orElseThrow(), Optional.of(deployment), query);
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
