package proxy.upstream;

import java.net.URI;

/** Where an account is. Made from the configuration only; {@code basePath} has no trailing slash and is usually empty. */
public record Target(String account, boolean tls, String host, int port, String basePath) {

    public static Target of(String account, URI endpoint) {
        var tls = "https".equals(endpoint.getScheme());
        var port = endpoint.getPort() > 0 ? endpoint.getPort() : tls ? 443 : 80;
        var host = endpoint.getHost().replaceAll("[\\[\\]]", "");
        return new Target(account, tls, host, port, endpoint.getRawPath());
    }

    /** The value of the {@code host} field. */
    public String authority() {
        return port == (tls ? 443 : 80) ? name() : authorityWithPort();
    }

    /** What a CONNECT request asks for. */
    String authorityWithPort() {
        return name() + ":" + port;
    }

    private String name() {
        return host.contains(":") ? "[" + host + "]" : host;
    }
}
