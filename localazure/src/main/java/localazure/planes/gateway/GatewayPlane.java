package localazure.planes.gateway;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import localazure.arm.ArmException;
import localazure.arm.ArmResource;
import localazure.arm.Plane;
import localazure.planes.Arm;
import localazure.planes.containerapps.IngressPorts;
import localazure.planes.monitor.MetricListener;
import localazure.planes.pki.Authority;

/** Runs every application gateway: a TLS listener on a port of this machine, and what stands behind it. */
public final class GatewayPlane implements Plane, AutoCloseable {
    /** Answers which loopback port a host name leads to inside a network; none when it leads nowhere. */
    public interface NetworkNames {
        OptionalInt portOf(String host, String networkId);
    }

    private final Path folder;
    private final Authority authority;
    private final Arm arm;
    private final NetworkNames names;
    private final IngressPorts ports;
    private final Clock clock;
    private final MetricListener metrics;
    private final VaultCertificates certificates;
    private final Map<String, RunningGateway> gateways = new ConcurrentHashMap<>();

    /** @param firstPort of the gateways; 0 for any free ones */
    public GatewayPlane(
            Path stateFolder,
            int firstPort,
            Authority authority,
            Arm arm,
            NetworkNames names,
            Clock clock,
            MetricListener metrics) {
        this.folder = stateFolder.resolve("gateways");
        this.authority = authority;
        this.arm = arm;
        this.names = names;
        this.ports = new IngressPorts(stateFolder.resolve("gateways.json"), firstPort);
        this.clock = clock;
        this.metrics = metrics;
        this.certificates = new VaultCertificates(arm);
    }

    @Override
    public synchronized void apply(ArmResource resource) {
        GatewaySpec spec = GatewaySpec.of(resource);
        VaultCertificates.Loaded certificate = certificates.load(spec.certificate());
        Firewall firewall = Firewall.of(spec.policyId().flatMap(arm.store()::find), clock);
        RunningGateway running = gateways.get(key(spec.id()));
        try {
            if (running == null) {
                running = new RunningGateway(spec, ports, authority, names, folder, metrics);
                gateways.put(key(spec.id()), running);
            }
            running.apply(spec, certificate, firewall);
        } catch (IOException e) {
            throw new ArmException(500, "InternalServerError", e.getMessage());
        }
    }

    @Override
    public synchronized void remove(ArmResource resource) {
        RunningGateway running = gateways.remove(key(resource.id()));
        if (running != null) running.close();
        try {
            ports.forget(resource.id());
        } catch (IOException e) {
            throw new ArmException(500, "InternalServerError", e.getMessage());
        }
    }

    /**
     * Where a gateway is found on this machine.
     *
     * @param caFile PEM file that trusts the gateway's certificate
     */
    public record Place(String url, Path caFile) {}

    /** The gateway that answers to a public name: that of its address, or one of its certificate. */
    public Optional<Place> place(String host) {
        return gateways.values().stream()
                .filter(each -> answersTo(each, host))
                .findFirst()
                .map(each -> new Place("https://127.0.0.1:" + each.port(), each.caFile()));
    }

    private boolean answersTo(RunningGateway gateway, String host) {
        boolean address = gateway.spec()
                .publicAddressId()
                .flatMap(arm.store()::find)
                .filter(each -> each.outputs().at("/dnsSettings/fqdn").asText().equalsIgnoreCase(host))
                .isPresent();
        return address || gateway.certificate().names(host);
    }

    /** One gateway for the console, with the healthy hosts of each pool. */
    public record Status(String name, String url, Map<String, List<String>> healthyByPool) {}

    public List<Status> status() {
        return gateways.values().stream()
                .map(each -> new Status(each.spec().name(), "https://127.0.0.1:" + each.port(), each.healthy()))
                .toList();
    }

    private static String key(String id) {
        return id.toLowerCase(Locale.ROOT);
    }

    @Override
    public synchronized void close() {
        gateways.values().forEach(RunningGateway::close);
        gateways.clear();
    }
}
