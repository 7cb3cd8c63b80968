package proxy;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import proxy.config.ConfigFiles;
import proxy.config.Environment;
import proxy.config.ProxyConfig;
import proxy.config.Revision;
import proxy.egress.Egress;
import proxy.front.Front;
import proxy.http.Drain;
import proxy.http.Management;
import proxy.http.Services;
import proxy.observe.Counters;
import proxy.observe.Events;
import proxy.observe.Metrics;
import proxy.upstream.AccountAddresses;
import proxy.upstream.Connector;
import proxy.upstream.Transport;
import proxy.upstream.Upstream;

/** The running proxy: connects the parts, listens, and ends in order. */
public final class Proxy {

    /** Longer than the first probe takes, shorter than the time between two. */
    private static final Duration AFTERWARDS = Duration.ofMillis(200);

    private final Environment environment;
    private final Events events;
    private final Counters counters = new Counters();
    private final Metrics metrics = new Metrics();
    private final Drain drain;
    private final Clock clock;
    private final ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("timers").daemon().factory());
    private final Transport transport = Transport.best();
    private final EventLoopGroup loops =
            transport.eventLoops(Runtime.getRuntime().availableProcessors());
    private final Egress egress;
    private Assembly assembly;
    private volatile ProxyConfig config;
    private volatile Services services;
    private volatile Revision revision;
    private Channel front;
    private Channel management;

    private Proxy(Environment environment, Events events, Clock clock, Drain drain) {
        this.clock = clock;
        this.drain = drain;
        this.environment = environment;
        this.config = environment.config();
        this.events = events;
        this.egress = Egress.create(environment.httpsProxy(), environment.extraAuthorities());
    }

    /** Starts a proxy that listens when this returns. */
    public static Proxy start(Environment environment, Events events) {
        return start(environment, events, Clock.systemUTC(), new Drain());
    }

    /** The same by clocks of one's own. @param clock which the life of tokens goes by. @param drain how it ends in order */
    public static Proxy start(Environment environment, Events events, Clock clock, Drain drain) {
        var proxy = new Proxy(environment, events, clock, drain);
        try {
            proxy.listen();
        } catch (RuntimeException e) {
            proxy.stop();
            throw e;
        }
        return proxy;
    }

    /**
     * Starts a proxy that follows the file its configuration comes from, and the list of words that it names: every change takes effect
     * as a whole, or is refused with all its faults. What is being served ends as it began.
     *
     * @param read reads the environment, and the file; a change of the file from its first call on is not lost
     */
    public static Proxy following(Path file, Supplier<Environment> read, Events events) {
        var watch = new FileWatch(() -> ConfigFiles.all(file));
        var proxy = start(read.get(), events);
        proxy.timers.scheduleWithFixedDelay(() -> watch.look(() -> proxy.reload(read)), 1, 1, TimeUnit.SECONDS);
        return proxy;
    }

    private void reload(Supplier<Environment> read) {
        try {
            var changed = read.get().config();
            services = assembly.next(services, config, changed);
            config = changed;
            revision = new Revision(changed, clock.instant());
            metrics.reloaded(true);
            events.emit("config_reloaded", line -> line.set("config", changed.json()));
        } catch (RuntimeException e) {
            metrics.reloaded(false);
            events.emit("config_refused", line -> {
                var faults = line.putArray("faults");
                String.valueOf(e.getMessage()).lines().forEach(faults::add);
            });
        }
    }

    /** What is in effect. */
    public ProxyConfig config() {
        return config;
    }

    /** The port that clients connect to. */
    public int port() {
        return ((InetSocketAddress) front.localAddress()).getPort();
    }

    /** The port for operators. */
    public int managementPort() {
        return ((InetSocketAddress) management.localAddress()).getPort();
    }

    /**
     * Blocks until the listener is closed.
     *
     * @throws IllegalArgumentException when it was closed because the trusted authorities cannot be read
     */
    public void await() {
        front.closeFuture().syncUninterruptibly();
        if (egress.authorities().isCompletedExceptionally()) {
            throw (IllegalArgumentException) egress.authorities().exceptionNow();
        }
    }

    /** Finishes what is being served, within the configured time, and stops. */
    public void drain() throws InterruptedException {
        events.emit("drain_started", line -> line.put("requests", drain.requests()));
        drain.run(config.timeouts().drain(), front);
        stop();
        events.emit("stopped", line -> line.put("requests", counters.requests()));
    }

    /**
     * Stops at once. The listeners go first: one loop would hand a new connection to another that has ended. The quiet time lets
     * connections release what they hold.
     */
    public void stop() {
        Stream.of(management, front)
                .filter(Objects::nonNull)
                .forEach(listener -> listener.close().awaitUninterruptibly());
        drain.closeConnections();
        loops.shutdownGracefully(50, 1_000, TimeUnit.MILLISECONDS).syncUninterruptibly();
        timers.shutdownNow();
    }

    private void listen() {
        assembly = new Assembly(environment, egress, new Shared(events, counters, metrics, drain, clock, this::later));
        services = assembly.first(config);
        revision = new Revision(config, clock.instant());
        var connector = new Connector(transport, egress, config.timeouts().connect(), addresses());
        var listener = new Front(
                transport,
                loops,
                () -> services,
                loop -> new Upstream(
                        loop,
                        connector,
                        () -> services.timeouts().firstByte(),
                        () -> services.timeouts().idle()));
        var listen = config.listen();
        management = new Management(transport, () -> services, () -> revision, counters, events, clock)
                .listen(loops, listen.host(), listen.managementPort());
        front = listener.listen(listen.host(), listen.port());
        afterwards(this::trust);
    }

    /** What is shown no token may be anywhere. */
    private AccountAddresses addresses() {
        return config.credential() instanceof ProxyConfig.Credential.None
                ? AccountAddresses.anywhere()
                : AccountAddresses.in(config.upstream().addresses());
    }

    /** Runs what nobody waits for when the start is over: on one core it would keep the first request, a probe, from its answer. */
    void afterwards(Runnable task) {
        later(task, AFTERWARDS);
    }

    /** Without authorities nobody can be called: the listener ends, and {@link #await} tells why. */
    private void trust() {
        egress.load();
        if (egress.authorities().isCompletedExceptionally()) {
            front.close();
        }
    }

    private void later(Runnable task, Duration delay) {
        timers.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
    }
}
