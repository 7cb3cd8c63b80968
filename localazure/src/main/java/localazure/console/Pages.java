package localazure.console;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.regex.Pattern;
import localazure.planes.net.Exchange;

/** The console's page, its script, and the runbooks that alerts name. */
final class Pages {
    private static final Pattern SERVED = Pattern.compile("/page\\.(html|js)|/docs/runbooks/[a-z0-9-]+\\.md");
    private static final Map<String, String> TYPES =
            Map.of("html", "text/html", "js", "text/javascript", "md", "text/plain");

    private Pages() {}

    /** Whether there is such a page; then it is sent. */
    static boolean send(Exchange exchange) throws IOException {
        String path = exchange.path().equals("/") ? "/page.html" : exchange.path();
        if (!exchange.method().equals("GET") || !SERVED.matcher(path).matches()) return false;
        try (InputStream page = Pages.class.getResourceAsStream("/console" + path)) {
            if (page == null) return false;
            String type = TYPES.get(path.substring(path.lastIndexOf('.') + 1)) + "; charset=utf-8";
            exchange.set("cache-control", "no-store").send(200, type, page.readAllBytes());
            return true;
        }
    }
}
