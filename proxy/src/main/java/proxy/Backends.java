package proxy;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import proxy.balance.Backend;
import proxy.config.ProxyConfig;

/** The configured deployments as the balancer sees them. */
final class Backends {

    private Backends() {}

    /** The pool's geography wins over the account's: a pool that is wider than a region sends data wider. */
    static List<Backend> of(ProxyConfig config) {
        var pools = config.pools().stream().collect(Collectors.toMap(ProxyConfig.Pool::id, Function.identity()));
        var accounts =
                config.accounts().stream().collect(Collectors.toMap(ProxyConfig.Account::name, Function.identity()));
        return config.deployments().stream()
                .map(it -> new Backend(
                        it.name(),
                        it.account(),
                        it.pool(),
                        pools.get(it.pool())
                                .geography()
                                .or(accounts.get(it.account())::geography)
                                .orElse(""),
                        it.priority()))
                .toList();
    }
}
