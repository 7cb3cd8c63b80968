package localazure.planes.containerapps;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;

/**
 * One health probe of a container: HTTP when it has a path, else TCP. Defaults are those of Container Apps.
 *
 * <p>Source: learn.microsoft.com/azure/container-apps/health-probes.
 */
record Probe(String path, int port, Duration initialDelay, Duration period, Duration timeout, int failureThreshold) {
    static final String TCP = "";

    static Probe of(JsonNode probe) {
        JsonNode http = probe.path("httpGet");
        JsonNode target = http.isObject() ? http : probe.path("tcpSocket");
        return new Probe(
                http.isObject() ? http.path("path").asText("/") : TCP,
                target.path("port").asInt(),
                Duration.ofSeconds(probe.path("initialDelaySeconds").asLong(0)),
                Duration.ofSeconds(probe.path("periodSeconds").asLong(10)),
                Duration.ofSeconds(probe.path("timeoutSeconds").asLong(1)),
                probe.path("failureThreshold").asInt(3));
    }

    /** What stands in when no probe is declared: the port accepts connections. */
    static Probe tcp(int port, Duration period, int failureThreshold) {
        return new Probe(TCP, port, Duration.ZERO, period, Duration.ofSeconds(1), failureThreshold);
    }

    /** How long a container may take to pass it for the first time. */
    Duration budget() {
        return initialDelay.plus(period.multipliedBy(failureThreshold));
    }

    boolean passes(String host) {
        int millis = (int) timeout.toMillis();
        try {
            if (path.equals(TCP)) {
                try (Socket socket = new Socket()) {
                    socket.connect(new InetSocketAddress(host, port), millis);
                    return true;
                }
            }
            URI uri = URI.create("http://" + host + ":" + port + path);
            HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection(Proxy.NO_PROXY);
            connection.setConnectTimeout(millis);
            connection.setReadTimeout(millis);
            connection.setInstanceFollowRedirects(false);
            int status = connection.getResponseCode();
            connection.disconnect();
            return status >= 200 && status < 400;
        } catch (IOException e) {
            return false;
        }
    }
}
