package localazure.planes.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import localazure.planes.gateway.GatewaySpec.Target;
import localazure.planes.monitor.MetricListener;
import localazure.planes.net.Exchange;
import localazure.planes.net.Handler;

/** Answers a gateway's requests: firewall, path rules, a healthy backend, its answer. */
final class GatewayFront implements Handler {
    /** One prefix of paths and where it leads. */
    record Way(String prefix, Backends backends) {}

    private static final Set<String> HOP_BY_HOP = Set.of(
            "connection",
            "keep-alive",
            "transfer-encoding",
            "te",
            "trailer",
            "upgrade",
            "host",
            "content-length",
            "expect");

    /** How long a client is not looked at: most answers begin sooner. */
    private static final Duration PATIENCE = Duration.ofMillis(100);

    private static final Duration LOOK = Duration.ofMillis(20);

    private final String gatewayId;
    private final HttpClient client;
    private final Firewall firewall;
    private final List<Way> ways;
    private final AnswerRelay answers;
    private final MetricListener metrics;

    GatewayFront(
            String gatewayId,
            HttpClient client,
            Firewall firewall,
            List<Way> ways,
            AnswerRelay answers,
            MetricListener metrics) {
        this.gatewayId = gatewayId;
        this.client = client;
        this.firewall = firewall;
        this.ways = ways;
        this.answers = answers;
        this.metrics = metrics;
    }

    @Override
    public void handle(Exchange exchange) throws IOException {
        Way way = ways.stream()
                .filter(each -> exchange.path().startsWith(each.prefix()))
                .findFirst()
                .orElseThrow();
        int status = answer(exchange, way);
        Map<String, String> pool =
                Map.of("BackendSettingsPool", way.backends().target().label());
        metrics.add(gatewayId, "TotalRequests", pool, 1);
        metrics.add(gatewayId, "FailedRequests", pool, status >= 500 ? 1 : 0);
        metrics.add(gatewayId, "ResponseStatus", Map.of("HttpStatusGroup", status / 100 + "xx"), 1);
        way.backends().report();
    }

    private int answer(Exchange exchange, Way way) throws IOException {
        if (!firewall.admits(exchange.clientAddress())) return refuse(exchange, Firewall.BLOCKED, "Forbidden");
        byte[] body = exchange.body().readNBytes(firewall.mostBytes());
        if (exchange.body().read() >= 0) return refuse(exchange, Firewall.TOO_LARGE, "Request Entity Too Large");
        Optional<String> host = way.backends().next();
        if (host.isEmpty()) return refuse(exchange, 502, "Bad Gateway");
        HttpRequest request = request(exchange, way, host.get(), body);
        long began = System.nanoTime();
        CompletableFuture<HttpResponse<InputStream>> sent = client.sendAsync(request, BodyHandlers.ofInputStream());
        try {
            HttpResponse<InputStream> answer = await(exchange, sent);
            if (answer == null) return 499;
            measureFirstByte(way, host.get(), Duration.ofNanos(System.nanoTime() - began));
            answers.pass(answer, exchange, way.backends().target().timeout());
            return answer.statusCode();
        } catch (HttpTimeoutException e) {
            return refuse(exchange, 504, "Gateway Time-out");
        } catch (BackendFailure e) {
            return refuse(exchange, 502, "Bad Gateway");
        }
    }

    private void measureFirstByte(Way way, String host, Duration time) {
        String[] label = way.backends().target().label().split("~");
        Map<String, String> backend =
                Map.of("BackendServer", host, "BackendPool", label[0], "BackendHttpSetting", label[1]);
        metrics.add(gatewayId, "BackendFirstByteResponseTime", backend, time.toMillis());
    }

    /** Null when the client left before the answer began; its request is given up then. */
    private static HttpResponse<InputStream> await(Exchange exchange, CompletableFuture<HttpResponse<InputStream>> sent)
            throws IOException, BackendFailure {
        try {
            return sent.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            while (!sent.isDone()) {
                if (exchange.goneWithin(LOOK)) {
                    sent.cancel(true);
                    return null;
                }
            }
            return await(exchange, sent);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof HttpTimeoutException timeout) throw timeout;
            throw new BackendFailure(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BackendFailure(e);
        }
    }

    private static HttpRequest request(Exchange exchange, Way way, String host, byte[] body) {
        Target target = way.backends().target();
        String path = target.path().isEmpty()
                ? exchange.path()
                : target.path().replaceFirst("/$", "") + "/"
                        + exchange.path().substring(way.prefix().length()).replaceFirst("^/", "");
        String query = exchange.query().isEmpty() ? "" : "?" + exchange.query();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("https://" + host + path + query))
                .timeout(target.timeout())
                .method(exchange.method(), HttpRequest.BodyPublishers.ofByteArray(body));
        exchange.headers().forEach((name, value) -> {
            if (!HOP_BY_HOP.contains(name.toLowerCase(Locale.ROOT))) request.setHeader(name, value);
        });
        return request.setHeader("x-forwarded-for", exchange.clientAddress())
                .setHeader("x-forwarded-proto", "https")
                .setHeader("x-original-host", exchange.host())
                .build();
    }

    private static int refuse(Exchange exchange, int status, String reason) throws IOException {
        String page = "<html><head><title>" + status + " " + reason + "</title></head><body><center><h1>" + status + " "
                + reason + "</h1></center><hr><center>Microsoft-Azure-Application-Gateway/v2</center></body></html>\n";
        exchange.sendText(status, "text/html", page);
        return status;
    }

    /** The backend could not be reached, or closed before its answer. */
    private static final class BackendFailure extends Exception {
        private static final long serialVersionUID = 1L;

        BackendFailure(Throwable cause) {
            super(cause);
        }
    }
}
