package proxy.upstream;

import io.netty.util.NetUtil;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Finds the addresses of accounts and of the egress proxy. Thread-safe. */
final class AddressLookup {

    private final AccountAddresses allowed;
    private final Duration timeout;
    private final Resolver resolver;
    /** Name lookups block, so they stay off the event loops; the JDK caches them. */
    private final Executor lookups = Executors.newVirtualThreadPerTaskExecutor();

    /** Finds the address of a host name; may block. */
    interface Resolver {
        InetAddress resolve(String host) throws UnknownHostException;
    }

    /**
     * @param allowed where accounts' names may lead; an address in place of a name is there on purpose
     * @param timeout of one lookup
     */
    AddressLookup(AccountAddresses allowed, Duration timeout, Resolver resolver) {
        this.allowed = allowed;
        this.timeout = timeout;
        this.resolver = resolver;
    }

    /**
     * Finds one: at once where an address stands in place of a name.
     *
     * @param ofProxy whether the name is not an account's but that of the egress proxy, which resolves those itself
     * @param waiting what the address is for: fails when there is none, and nothing is found for it once it is done
     * @param found hears it on the loop
     */
    void find(
            EventExecutor loop,
            InetSocketAddress unresolved,
            boolean ofProxy,
            Promise<?> waiting,
            Consumer<InetSocketAddress> found) {
        var host = unresolved.getHostString();
        var literal = NetUtil.createByteArrayFromIpAddressString(host);
        if (literal != null) {
            found.accept(new InetSocketAddress(address(literal), unresolved.getPort()));
            return;
        }
        var overdue = loop.schedule(
                () -> waiting.tryFailure(new UnknownHostException(host)), timeout.toMillis(), TimeUnit.MILLISECONDS);
        lookups.execute(() -> {
            try {
                var address = new InetSocketAddress(resolve(host, ofProxy), unresolved.getPort());
                loop.execute(() -> {
                    if (overdue.cancel(false) && !waiting.isDone()) {
                        found.accept(address);
                    }
                });
            } catch (UnknownHostException e) {
                waiting.tryFailure(e);
            }
        });
    }

    private InetAddress resolve(String host, boolean ofProxy) throws UnknownHostException {
        var address = resolver.resolve(host);
        if (!ofProxy && !allowed.allow(address)) {
            throw new UnknownHostException(host + ": " + address.getHostAddress() + " (expected: " + allowed + ")");
        }
        return address;
    }

    private static InetAddress address(byte[] literal) {
        try {
            return InetAddress.getByAddress(literal);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
