package localazure.planes.containerapps;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import localazure.arm.ArmException;
import localazure.arm.ArmResource;
import localazure.arm.Plane;
import localazure.planes.Arm;
import localazure.planes.entra.IdentityEndpoint;
import localazure.planes.pki.Authority;
import localazure.planes.registry.ImageStore;

/** Runs every container app: the shipped image, behind an ingress, with an identity and a way out. */
public final class AppPlane implements Plane, AutoCloseable {
    /** What apps find around them. */
    public record Platform(
            Path stateFolder,
            Authority authority,
            String registryAddress,
            int identityPort,
            int firstIngressPort,
            String engineWanted) {}

    private static final Duration GRACE_AT_CLOSE = Duration.ofSeconds(10);

    private final Platform platform;
    private final EnvironmentPlane environments;
    private final IdentityEndpoint identities;
    private final Images registries;
    private final ImageCache images;
    private final Engine engine;
    private final IngressPorts ports;
    private final Map<String, Entry> apps = new ConcurrentHashMap<>();

    private record Entry(RunningApp app, String name, String fqdn, String identitySecret) {}

    /** Chooses the engine and ends what an earlier run on the same state folder left running. */
    public AppPlane(
            Platform platform, Arm arm, ImageStore store, EnvironmentPlane environments, IdentityEndpoint identities)
            throws IOException {
        this.platform = platform;
        this.environments = environments;
        this.identities = identities;
        this.registries = new Images(arm, store);
        Path caFile = platform.authority().file();
        this.engine =
                Engines.choose(platform.engineWanted(), platform.stateFolder(), platform.registryAddress(), caFile);
        this.ports = new IngressPorts(platform.stateFolder().resolve("ingress.json"), platform.firstIngressPort());
        this.images = new ImageCache(engine);
        engine.removeOrphans();
    }

    @Override
    public synchronized void apply(ArmResource resource) {
        AppSpec app = AppSpec.of(resource);
        boolean isNew = !apps.containsKey(key(app.id()));
        try {
            Image image = registries.find(app);
            if (isNew) apps.put(key(app.id()), open(app));
            Entry entry = apps.get(key(app.id()));
            identities.attach(entry.identitySecret(), app.identityIds());
            entry.app().apply(app, image);
        } catch (IOException | ArmException e) {
            if (isNew) remove(app.id(), Duration.ZERO);
            if (e instanceof ArmException refused) throw refused;
            throw new ArmException(500, "ContainerAppOperationError", e.getMessage());
        }
    }

    private Entry open(AppSpec app) throws IOException {
        String secret = UUID.randomUUID().toString();
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("IDENTITY_ENDPOINT", "http://127.0.0.1:" + platform.identityPort() + "/msi/token");
        environment.put("IDENTITY_HEADER", secret);
        environment.put("HTTPS_PROXY", environments.egressUrl(app.environmentId()));
        environment.put("SSL_CERT_FILE", platform.authority().file().toString());
        var tls = platform.authority().server(List.of("127.0.0.1", "localhost", "::1", app.fqdn()));
        Path logs = platform.stateFolder().resolve("logs");
        RunningApp running =
                new RunningApp(engine, images, logs, environment, ready -> new Ingress(app.id(), ports, tls, ready));
        return new Entry(running, app.name(), app.fqdn(), secret);
    }

    @Override
    public synchronized void remove(ArmResource resource) {
        remove(resource.id(), AppSpec.of(resource).grace());
        try {
            ports.forget(resource.id());
        } catch (IOException e) {
            throw new ArmException(500, "ContainerAppOperationError", e.getMessage());
        }
    }

    /** Removes from this machine what was pulled from a registry that no longer exists. */
    public void forgetRegistry(String loginServer) {
        try {
            engine.discardAll(loginServer);
        } catch (IOException e) {
            throw new ArmException(500, "RegistryDeletionFailed", e.getMessage());
        }
    }

    private void remove(String id, Duration grace) {
        Entry entry = apps.remove(key(id));
        if (entry == null) return;
        entry.app().remove(grace);
        identities.detach(entry.identitySecret());
    }

    /** One app for the console. */
    public record Status(
            String name, String fqdn, String url, String revision, String engine, List<ReplicaStatus> replicas) {}

    /**
     * @param address on loopback, the replica's alone
     * @param pid of the process, or of the container engine's client; 0 when none runs
     */
    public record ReplicaStatus(String name, String address, String state, int restarts, long pid) {}

    public List<Status> status() {
        return apps.values().stream().map(AppPlane::status).toList();
    }

    private static Status status(Entry entry) {
        Optional<Revision> serving = entry.app().serving();
        List<ReplicaStatus> replicas = serving.map(Revision::replicas).orElse(List.of()).stream()
                .map(each -> new ReplicaStatus(
                        each.name(),
                        each.host(),
                        each.state().name(),
                        each.restarts(),
                        each.pid().orElse(0L)))
                .toList();
        return new Status(
                entry.name(),
                entry.fqdn(),
                url(entry),
                serving.map(each -> each.app().revision()).orElse(""),
                entry.app().engineName(),
                replicas);
    }

    /** Every revision that has replicas. */
    List<Revision> revisions() {
        return apps.values().stream()
                .flatMap(each -> each.app().revisions().stream())
                .toList();
    }

    /** The loopback URL that stands for an app's public name. */
    public Optional<String> ingressUrl(String fqdn) {
        return apps.values().stream()
                .filter(each -> each.fqdn().equalsIgnoreCase(fqdn))
                .map(AppPlane::url)
                .findFirst();
    }

    /** The loopback port of an app's ingress by its public name. */
    public OptionalInt ingressPort(String fqdn) {
        return apps.values().stream()
                .filter(each -> each.fqdn().equalsIgnoreCase(fqdn))
                .mapToInt(each -> each.app().ingress().port())
                .findFirst();
    }

    private static String url(Entry entry) {
        return "https://127.0.0.1:" + entry.app().ingress().port();
    }

    private static String key(String id) {
        return id.toLowerCase(Locale.ROOT);
    }

    /** Waits for a change under way, which may have started replicas. */
    @Override
    public synchronized void close() {
        apps.values().parallelStream().forEach(each -> each.app().stop(GRACE_AT_CLOSE));
        apps.clear();
    }
}
