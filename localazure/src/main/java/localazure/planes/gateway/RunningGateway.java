package localazure.planes.gateway;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import localazure.planes.Disk;
import localazure.planes.containerapps.IngressPorts;
import localazure.planes.gateway.GatewaySpec.Target;
import localazure.planes.monitor.MetricListener;
import localazure.planes.net.Egress;
import localazure.planes.net.HttpServer;
import localazure.planes.net.Listener;
import localazure.planes.net.Threads;
import localazure.planes.pki.Authority;

/** One gateway as it runs. An update changes what answers, never the port. */
final class RunningGateway implements AutoCloseable {
    private static final int TIMER_THREADS = 2;

    private final Path caFile;
    private final Authority authority;
    private final MetricListener metrics;
    private final ScheduledExecutorService timer;
    private final Egress egress;
    private final HttpClient client;
    private final Listener listener;
    private volatile Serving serving;

    /** What answers at this moment. */
    private record Serving(
            GatewaySpec spec, VaultCertificates.Loaded certificate, GatewayFront front, List<Backends> backends) {}

    RunningGateway(
            GatewaySpec spec,
            IngressPorts ports,
            Authority authority,
            GatewayPlane.NetworkNames names,
            Path folder,
            MetricListener metrics)
            throws IOException {
        this.caFile = folder.resolve(spec.name() + ".pem");
        this.authority = authority;
        this.metrics = metrics;
        this.timer = Executors.newScheduledThreadPool(TIMER_THREADS, task -> Threads.daemon("gateway-timer", task));
        this.egress = Egress.open(host -> names.portOf(host, serving == null ? spec.networkId() : network()));
        URI way = URI.create(egress.url());
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(authority.client())
                .proxy(ProxySelector.of(new InetSocketAddress(way.getHost(), way.getPort())))
                .build();
        this.listener = ports.open(
                spec.id(),
                HttpServer.tls(
                        () -> serving.certificate().tls(),
                        exchange -> serving.front().handle(exchange)));
    }

    private String network() {
        return serving.spec().networkId();
    }

    void apply(GatewaySpec spec, VaultCertificates.Loaded certificate, Firewall firewall) throws IOException {
        writeTrust(certificate);
        Map<Target, Backends> byTarget = new LinkedHashMap<>();
        List<GatewayFront.Way> ways = new ArrayList<>();
        for (GatewaySpec.Route route : spec.routes()) {
            Backends backends = byTarget.computeIfAbsent(
                    route.target(), target -> new Backends(spec.id(), target, client, timer, metrics));
            ways.add(new GatewayFront.Way(route.prefix(), backends));
        }
        AnswerRelay answers = new AnswerRelay(spec.buffers(), timer);
        GatewayFront front = new GatewayFront(spec.id(), client, firewall, ways, answers, metrics);
        Serving before = serving;
        serving = new Serving(spec, certificate, front, List.copyOf(byTarget.values()));
        if (before != null) before.backends().forEach(Backends::close);
    }

    private void writeTrust(VaultCertificates.Loaded certificate) throws IOException {
        try {
            String own = Base64.getMimeEncoder(64, new byte[] {'\n'})
                    .encodeToString(certificate.certificate().getEncoded());
            String pem = "-----BEGIN CERTIFICATE-----\n" + own + "\n-----END CERTIFICATE-----\n";
            Disk.write(
                    caFile,
                    (Files.readString(authority.file()).stripTrailing() + "\n" + pem)
                            .getBytes(StandardCharsets.US_ASCII));
        } catch (CertificateEncodingException e) {
            throw new IOException(e);
        }
    }

    GatewaySpec spec() {
        return serving.spec();
    }

    VaultCertificates.Loaded certificate() {
        return serving.certificate();
    }

    int port() {
        return listener.port();
    }

    Path caFile() {
        return caFile;
    }

    Map<String, List<String>> healthy() {
        Map<String, List<String>> healthy = new LinkedHashMap<>();
        serving.backends()
                .forEach(each -> healthy.put(
                        each.target().label(),
                        each.target().hosts().stream().filter(each::isHealthy).toList()));
        return healthy;
    }

    @Override
    public void close() {
        listener.close();
        timer.shutdownNow();
        egress.close();
    }
}
