package proxy.upstream;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslHandler;
import io.netty.resolver.NoopAddressResolverGroup;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import proxy.egress.Egress;

/**
 * Opens connections to accounts: directly, or through the egress proxy when there is one and the account speaks TLS. The
 * account's certificate must be of a trusted authority and name the account. Each phase (name, TCP, tunnel, TLS) has the
 * connect timeout to itself.
 */
public final class Connector {

    private final Transport transport;
    private final Egress egress;
    private final CompletableFuture<SSLContext> tls;
    private final Duration timeout;
    private final AddressLookup lookup;

    /** @param allowed where names may lead that are resolved here; an address in the configuration is there on purpose */
    public Connector(Transport transport, Egress egress, Duration timeout, AccountAddresses allowed) {
        this.transport = transport;
        this.egress = egress;
        this.timeout = timeout;
        this.lookup = new AddressLookup(allowed, timeout, InetAddress::getByName);
        this.tls = egress.tls();
    }

    /** Completes on {@code loop} with a connection that is ready for a request; cancelled, it closes what there is of it. */
    Promise<UpstreamConnection> connect(EventLoop loop, Target target) {
        Promise<UpstreamConnection> ready = loop.newPromise();
        var hop = egress.proxy().filter(proxy -> target.tls());
        var next = hop.orElse(InetSocketAddress.createUnresolved(target.host(), target.port()));
        lookup.find(loop, next, hop.isPresent(), ready, address -> open(loop, target, address, hop.isPresent(), ready));
        return ready;
    }

    /** Closes it at once and below TLS: a farewell waits for an account to take what was sent before. */
    static void abort(Channel channel) {
        var lowest = channel.pipeline().firstContext();
        if (lowest == null) {
            channel.close();
        } else {
            lowest.close();
        }
    }

    private void open(
            EventLoop loop,
            Target target,
            InetSocketAddress address,
            boolean tunnel,
            Promise<UpstreamConnection> ready) {
        var connecting = new Bootstrap()
                .group(loop)
                .channel(transport.client())
                .resolver(NoopAddressResolverGroup.INSTANCE)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(timeout.toMillis()))
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        if (tunnel) {
                            Promise<Void> done = loop.newPromise();
                            done.addListener(tunnelled -> settle(channel, target, tunnelled.cause(), ready));
                            channel.pipeline().addLast(new ConnectTunnel(target.authorityWithPort(), timeout, done));
                        }
                    }
                })
                .connect(address);
        ready.addListener(over -> {
            if (over.isCancelled()) {
                abort(connecting.channel());
            }
        });
        connecting.addListener((ChannelFuture connected) -> {
            if (!connected.isSuccess() || !tunnel) {
                settle(connected.channel(), target, connected.cause(), ready);
            }
        });
    }

    /** The bytes can flow, or cannot: TLS and HTTP come next. */
    private void settle(Channel channel, Target target, Throwable failure, Promise<UpstreamConnection> ready) {
        if (failure != null) {
            // Whoever failed has closed the channel, if it ever was open.
            ready.tryFailure(failure);
            return;
        }
        if (!target.tls()) {
            var connection = new UpstreamConnection(target);
            http(channel, connection);
            ready.trySuccess(connection);
        } else if (tls.isDone()) {
            secure(channel, target, ready);
        } else {
            // Only just after the start: the authorities are still being read.
            tls.whenComplete((context, fault) -> channel.eventLoop().execute(() -> secure(channel, target, ready)));
        }
    }

    private void secure(Channel channel, Target target, Promise<UpstreamConnection> ready) {
        if (tls.isCompletedExceptionally() || !channel.isActive()) {
            channel.close();
            ready.tryFailure(
                    tls.isCompletedExceptionally()
                            ? tls.exceptionNow()
                            : new SSLException("closed before the handshake"));
            return;
        }
        var connection = new UpstreamConnection(target);
        var handler = new SslHandler(engine(tls.resultNow(), target));
        handler.setHandshakeTimeoutMillis(timeout.toMillis());
        channel.pipeline().addLast(handler);
        http(channel, connection);
        handler.handshakeFuture().addListener(done -> {
            if (done.isSuccess()) {
                ready.trySuccess(connection);
            } else {
                channel.close();
                ready.tryFailure(done.cause());
            }
        });
    }

    /** Without Netty's own kind of context, which looks for libraries that are not there. */
    private static SSLEngine engine(SSLContext context, Target target) {
        var engine = context.createSSLEngine(target.host(), target.port());
        engine.setUseClientMode(true);
        var parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        engine.setSSLParameters(parameters);
        return engine;
    }

    private static void http(Channel channel, UpstreamConnection connection) {
        channel.pipeline().addLast(new StrictResponseDecoder(), connection);
    }
}
