package proxy;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import proxy.balance.BalanceSettings;
import proxy.balance.PoolLimits;
import proxy.balance.QuotaBalancer;
import proxy.balance.WaitingRoom;
import proxy.callers.Callers;
import proxy.callers.EntraCallers;
import proxy.config.Environment;
import proxy.config.ProxyConfig;
import proxy.egress.Egress;
import proxy.egress.JsonFetch;
import proxy.http.Drain;
import proxy.http.Front;
import proxy.http.Management;
import proxy.http.MemoryBudget;
import proxy.http.Services;
import proxy.identity.Credential;
import proxy.identity.ManagedIdentity;
import proxy.limit.CallerLimits;
import proxy.observe.AccessLog;
import proxy.observe.Counters;
import proxy.observe.Events;
import proxy.observe.Metrics;
import proxy.upstream.Connector;
import proxy.upstream.Target;
import proxy.upstream.Transport;
import proxy.upstream.Upstream;

/** The running proxy: connects the parts, listens, and ends in order. */
public final class Proxy {

    private final Environment environment;
    private final ProxyConfig config;
    private final Events events;
    private final Counters counters = new Counters();
    private final Metrics metrics = new Metrics();
    private final Drain drain = new Drain();
    private final Clock clock = Clock.systemUTC();
    private final ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("timers").daemon().factory());
    private final Transport transport = Transport.best();
    private final EventLoopGroup loops =
            transport.eventLoops(Runtime.getRuntime().availableProcessors());
    private Channel front;
    private Channel management;

    private Proxy(Environment environment, Events events) {
        this.environment = environment;
        this.config = environment.config();
        this.events = events;
    }

    /** Starts a proxy that listens when this returns. */
    public static Proxy start(Environment environment, Events events) {
        var proxy = new Proxy(environment, events);
        try {
            proxy.listen();
        } catch (RuntimeException e) {
            proxy.stop();
            throw e;
        }
        return proxy;
    }

    /** The port that clients connect to. */
    public int port() {
        return ((InetSocketAddress) front.localAddress()).getPort();
    }

    /** The port for operators. */
    public int managementPort() {
        return ((InetSocketAddress) management.localAddress()).getPort();
    }

    /** Blocks until the listener is closed. */
    public void await() {
        front.closeFuture().syncUninterruptibly();
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
        var egress = Egress.create(environment.httpsProxy(), environment.extraAuthorities());
        var services = services(egress);
        var connector = new Connector(transport, egress, config.timeouts().connect());
        var listener = new Front(
                transport,
                loops,
                services,
                loop -> new Upstream(
                        loop,
                        connector,
                        config.timeouts().firstByte(),
                        config.timeouts().idle()));
        var listen = config.listen();
        management = new Management(services, counters, events)
                .listen(transport, loops, listen.host(), listen.managementPort());
        front = listener.listen(listen.host(), listen.port());
    }

    private Services services(Egress egress) {
        var models =
                config.deployments().stream().map(ProxyConfig.Deployment::name).collect(Collectors.toUnmodifiableSet());
        var targets = config.accounts().stream()
                .collect(Collectors.toUnmodifiableMap(
                        ProxyConfig.Account::name, account -> Target.of(account.name(), account.endpoint())));
        var balancer = balancer();
        metrics.expect(
                config.pools().stream().map(ProxyConfig.Pool::id).toList(),
                config.callers().profileNames());
        return new Services(
                config.timeouts(),
                config.limits(),
                config.streams(),
                new MemoryBudget(config.limits().memoryBudgetMiB() * 1024L * 1024),
                callers(egress),
                new CallerLimits(config.replicas(), System::nanoTime),
                credential(),
                balancer,
                new WaitingRoom(balancer, System::nanoTime),
                targets,
                models,
                new AccessLog(events, counters, metrics),
                metrics,
                drain);
    }

    private QuotaBalancer balancer() {
        var limits = config.pools().stream()
                .collect(Collectors.toUnmodifiableMap(
                        ProxyConfig.Pool::id, it -> new PoolLimits(it.requestsPerMinute(), it.tokensPerMinute())));
        return new QuotaBalancer(
                Backends.of(config),
                limits,
                new BalanceSettings(config.retries().percent(), config.retries().burst(), config.replicas()),
                System::nanoTime,
                () -> ThreadLocalRandom.current().nextLong());
    }

    private Callers callers(Egress egress) {
        return switch (config.callers()) {
            case ProxyConfig.Callers.Anyone anyone -> Callers.anyone();
            case ProxyConfig.Callers.Entra entra -> {
                var fetch = new JsonFetch(egress.client(), HttpRequest.newBuilder(entra.jwksUri()));
                var callers = new EntraCallers(entra, fetch, metrics, clock, System::nanoTime);
                callers.warmUp();
                yield callers;
            }
        };
    }

    private Credential credential() {
        return switch (config.credential()) {
            case ProxyConfig.Credential.None none -> Credential.none();
            case ProxyConfig.Credential.ManagedIdentity identity -> {
                var request = ManagedIdentity.request(
                        environment.identityEndpoint().orElseThrow(),
                        environment.identityHeader().orElseThrow().value(),
                        identity);
                // The endpoint is on the replica itself: never through the egress proxy.
                var client = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .proxy(HttpClient.Builder.NO_PROXY)
                        .build();
                var credential = new ManagedIdentity(new JsonFetch(client, request), this::later, clock, events);
                credential.start();
                yield credential;
            }
        };
    }

    private void later(Runnable task, Duration delay) {
        timers.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
    }
}
