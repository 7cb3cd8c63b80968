package localazure.planes.containerapps;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import localazure.arm.ArmException;
import localazure.planes.net.Threads;

/** One app as it runs: its ingress and the revision that serves. Changes come one at a time. */
final class RunningApp {
    /** Loopback addresses for replicas: the third byte tells apps apart, the last one replicas. */
    private static final int ADDRESS_BYTE = 250;

    private final Engine engine;
    private final ImageCache images;
    private final Path logs;
    private final Map<String, String> platformEnvironment;
    private final Ingress ingress;
    private final Set<String> hosts = ConcurrentHashMap.newKeySet();
    private final Map<Thread, Revision> retiring = new ConcurrentHashMap<>();
    private final List<Revision> revisions = new CopyOnWriteArrayList<>();
    private volatile Revision serving;

    /** @param platformEnvironment variables that the platform sets in every replica */
    RunningApp(
            Engine engine,
            ImageCache images,
            Path logs,
            Map<String, String> platformEnvironment,
            IngressFactory ingress)
            throws IOException {
        this.engine = engine;
        this.images = images;
        this.logs = logs;
        this.platformEnvironment = platformEnvironment;
        this.ingress = ingress.open(this::readyAddresses);
    }

    /** Opens an app's ingress over the addresses that are ready. */
    interface IngressFactory {
        Ingress open(java.util.function.Supplier<List<InetSocketAddress>> ready) throws IOException;
    }

    Ingress ingress() {
        return ingress;
    }

    String engineName() {
        return engine.name();
    }

    /** The revision that serves; none while the first one starts. */
    Optional<Revision> serving() {
        return Optional.ofNullable(serving);
    }

    /** Those with replicas that run: the one that serves, and those that start or drain. */
    List<Revision> revisions() {
        return List.copyOf(revisions);
    }

    /** Brings the app to a specification; returns once its replicas are ready. A failure leaves the old revision serving. */
    synchronized void apply(AppSpec app, Image image) throws IOException {
        Revision old = serving;
        if (old != null && old.app().equals(app)) return;
        Revision next = start(app, image);
        serving = next;
        if (old != null) retireInBackground(old);
    }

    private Revision start(AppSpec app, Image image) throws IOException {
        images.acquire(image);
        List<Replica> replicas = new CopyOnWriteArrayList<>();
        Revision next = new Revision(app, image, replicas);
        revisions.add(next);
        boolean ready = false;
        try {
            launch(app, image, replicas);
            Optional<Replica> failed = next.awaitReady();
            if (failed.isPresent()) {
                throw new ArmException(400, "ContainerAppOperationError", Revision.failure(app, failed.get()));
            }
            ready = true;
            return next;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the app started", e);
        } finally {
            if (!ready) retire(next, Duration.ZERO);
        }
    }

    private void retireInBackground(Revision old) {
        Thread thread = Threads.daemon("retire-" + old.app().revision(), () -> {
            retire(old, old.app().grace());
            retiring.remove(Thread.currentThread());
        });
        retiring.put(thread, old);
        thread.start();
    }

    /** Stops the replicas, those of earlier revisions too, and gives up the port; the image stays, for the next start. */
    synchronized void stop(Duration grace) {
        Revision last = serving;
        if (last != null) last.stop(grace);
        serving = null;
        revisions.remove(last);
        ingress.close();
        retiring.forEach((thread, revision) -> {
            revision.stop(grace);
            join(thread);
        });
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops everything and lets go of the image. */
    void remove(Duration grace) {
        Optional<Revision> last = serving();
        stop(grace);
        last.map(Revision::image).ifPresent(images::release);
    }

    private void retire(Revision revision, Duration grace) {
        revision.stop(grace);
        revisions.remove(revision);
        revision.replicas().forEach(each -> hosts.remove(each.host()));
        images.release(revision.image());
    }

    private void launch(AppSpec app, Image image, List<Replica> replicas) throws IOException {
        Files.createDirectories(logs);
        for (int i = 0; i < app.replicas(); i++) {
            String host = takeHost(app.targetPort());
            String name = app.revision() + "-" + host.substring(host.lastIndexOf('.') + 1);
            Path log = logs.resolve(app.name() + "-" + host.substring(host.lastIndexOf('.') + 1) + ".log");
            Engine.Launch launch =
                    new Engine.Launch(name, image, image.commandLine(app), environment(app, host, name), log);
            replicas.add(Replica.start(engine, launch, app, host));
        }
    }

    private Map<String, String> environment(AppSpec app, String host, String replica) {
        Map<String, String> environment = new LinkedHashMap<>(app.environment());
        environment.putAll(platformEnvironment);
        environment.put("PROXY_LISTEN_HOST", host);
        environment.put("PROXY_LISTEN_PORT", Integer.toString(app.targetPort()));
        environment.put("CONTAINER_APP_NAME", app.name());
        environment.put("CONTAINER_APP_REVISION", app.revision());
        environment.put("CONTAINER_APP_REPLICA_NAME", replica);
        return environment;
    }

    /** An address of this app on which the port is free: old and new replicas live side by side during a change. */
    private String takeHost(int port) throws IOException {
        int third = 1 + ingress.port() % ADDRESS_BYTE;
        for (int last = 1; last <= ADDRESS_BYTE; last++) {
            String host = "127.0." + third + "." + last;
            if (isFree(host, port) && hosts.add(host)) return host;
        }
        throw new IOException("127.0." + third + ".0/24: no address with port " + port + " free");
    }

    private static boolean isFree(String host, int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getByName(host))) {
            return probe.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    private List<InetSocketAddress> readyAddresses() {
        Revision now = serving;
        if (now == null) return List.of();
        return now.replicas().stream()
                .filter(each -> each.state() == Replica.State.READY)
                .map(each -> new InetSocketAddress(each.host(), now.app().targetPort()))
                .toList();
    }
}
