package proxy;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import proxy.affinity.ResponseIds;
import proxy.balance.BalanceSettings;
import proxy.balance.PoolLimits;
import proxy.balance.QuotaBalancer;
import proxy.balance.WaitingRoom;
import proxy.callers.Callers;
import proxy.callers.EntraCallers;
import proxy.config.Environment;
import proxy.config.Fixed;
import proxy.config.ProxyConfig;
import proxy.egress.Egress;
import proxy.egress.JsonFetch;
import proxy.http.Screens;
import proxy.http.Services;
import proxy.identity.Credential;
import proxy.identity.ManagedIdentity;
import proxy.io.MemoryBudget;
import proxy.limit.CallerLimits;
import proxy.observe.AccessLog;
import proxy.upstream.Target;

/** Makes what requests need from a configuration, and from another one what can stay of it. Used by one thread at a time. */
final class Assembly {

    private static final long MIB = 1024 * 1024;

    private final Environment environment;
    private final Egress egress;
    private final Shared shared;
    private byte[] ownKey;
    private QuotaBalancer balancer;

    Assembly(Environment environment, Egress egress, Shared shared) {
        this.environment = environment;
        this.egress = egress;
        this.shared = shared;
    }

    Services first(ProxyConfig config) {
        balancer = new QuotaBalancer(
                Backends.of(config),
                limits(config),
                settings(config),
                System::nanoTime,
                () -> ThreadLocalRandom.current().nextLong());
        return services(
                config,
                targets(config),
                new MemoryBudget(config.limits().memoryBudgetMiB() * MIB),
                callers(config.callers()),
                new CallerLimits(config.replicas(), System::nanoTime),
                credential(config.credential()),
                new AccessLog(shared.events(), shared.counters(), shared.metrics()));
    }

    /**
     * What is known of pools that do not change stays, and so do callers' tokens, limits and whatever else is the same. When it throws,
     * everything is as it was.
     *
     * @throws proxy.config.ConfigException when something changes that cannot while the process runs
     */
    Services next(Services before, ProxyConfig from, ProxyConfig to) {
        Fixed.check(from, to);
        var backends = Backends.of(to);
        var targets = targets(to);
        var callers = callers(before.callers(), from.callers(), to.callers());
        var callerLimits = from.replicas() == to.replicas()
                ? before.callerLimits()
                : new CallerLimits(to.replicas(), System::nanoTime);
        // What can fail has not. From here on what the requests under way use changes too.
        balancer = balancer.changed(backends, limits(to), settings(to));
        before.memory().limit(to.limits().memoryBudgetMiB() * MIB);
        return services(to, targets, before.memory(), callers, callerLimits, before.credential(), before.accessLog());
    }

    private Services services(
            ProxyConfig config,
            Map<String, Target> targets,
            MemoryBudget memory,
            Callers callers,
            CallerLimits callerLimits,
            Credential credential,
            AccessLog accessLog) {
        shared.metrics()
                .expect(
                        config.pools().stream().map(ProxyConfig.Pool::id).toList(),
                        config.callers().profileNames());
        return new Services(
                config.timeouts(),
                config.limits(),
                config.streams(),
                memory,
                callers,
                callerLimits,
                credential,
                balancer,
                new WaitingRoom(balancer, System::nanoTime),
                targets,
                config.deployments().stream().map(ProxyConfig.Deployment::name).collect(Collectors.toUnmodifiableSet()),
                responseIds(config),
                accessLog,
                shared.metrics(),
                shared.drain(),
                Screens.of(config));
    }

    private static Map<String, Target> targets(ProxyConfig config) {
        return config.accounts().stream()
                .collect(Collectors.toUnmodifiableMap(
                        ProxyConfig.Account::name, account -> Target.of(account.name(), account.endpoint())));
    }

    private synchronized byte[] ownKey() {
        if (ownKey == null) {
            ownKey = new byte[32];
            new SecureRandom().nextBytes(ownKey);
        }
        return ownKey;
    }

    /** A single replica needs no key that others know; several without one cannot read each other's ids. */
    private Optional<ResponseIds> responseIds(ProxyConfig config) {
        var accounts = config.accounts().stream().map(ProxyConfig.Account::name).toList();
        return environment
                .responseKey()
                .<Supplier<byte[]>>map(key -> () -> key.value().getBytes(StandardCharsets.UTF_8))
                .or(() -> config.replicas() == 1 ? Optional.of(this::ownKey) : Optional.empty())
                .map(key -> new ResponseIds(key, accounts));
    }

    private static Map<String, PoolLimits> limits(ProxyConfig config) {
        return config.pools().stream()
                .collect(Collectors.toUnmodifiableMap(
                        ProxyConfig.Pool::id, it -> new PoolLimits(it.requestsPerMinute(), it.tokensPerMinute())));
    }

    private static BalanceSettings settings(ProxyConfig config) {
        return new BalanceSettings(config.retries().percent(), config.retries().burst(), config.replicas());
    }

    private Callers callers(Callers before, ProxyConfig.Callers from, ProxyConfig.Callers to) {
        if (from.equals(to)) {
            return before;
        }
        return before instanceof EntraCallers known
                        && to instanceof ProxyConfig.Callers.Entra entra
                        && known.keysAreOf(entra.jwksUri())
                ? known.changed(entra)
                : callers(to);
    }

    // Here and below no switch over types: the class that it makes for itself takes a twentieth of the whole start.
    private Callers callers(ProxyConfig.Callers configured) {
        if (!(configured instanceof ProxyConfig.Callers.Entra entra)) {
            return Callers.anyone();
        }
        var fetch = new JsonFetch(egress.opener(), new JsonFetch.Request(entra.jwksUri(), Map.of()), shared.later());
        var callers = new EntraCallers(entra, fetch, shared.metrics(), shared.clock(), System::nanoTime);
        callers.warmUp();
        return callers;
    }

    private Credential credential(ProxyConfig.Credential configured) {
        if (!(configured instanceof ProxyConfig.Credential.ManagedIdentity identity)) {
            return Credential.none();
        }
        var request = ManagedIdentity.request(
                environment.identityEndpoint().orElseThrow(),
                environment.identityHeader().orElseThrow().value(),
                identity);
        var opener = CompletableFuture.completedFuture(Egress.local());
        var credential = new ManagedIdentity(
                new JsonFetch(opener, request, shared.later()), shared.later(), shared.clock(), shared.events());
        credential.start();
        return credential;
    }
}
