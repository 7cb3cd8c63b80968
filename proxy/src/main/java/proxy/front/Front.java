package proxy.front;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import proxy.http.Services;
import proxy.upstream.Transport;
import proxy.upstream.Upstream;

/** The listener for clients. */
public final class Front {

    /** What is buffered for a client that reads slowly before its account is no longer read. */
    private static final WriteBufferWaterMark BUFFER = new WriteBufferWaterMark(32 * 1024, 64 * 1024);

    private final Transport transport;
    private final EventLoopGroup loops;
    private final Supplier<Services> services;
    private final Function<EventLoop, Upstream> upstreams;
    private final Map<EventLoop, Upstream> upstreamOf = new ConcurrentHashMap<>();

    /** @param services of the configuration of the moment; a request keeps those it began with
     * @param upstreams makes the way to the accounts for one event loop */
    public Front(
            Transport transport,
            EventLoopGroup loops,
            Supplier<Services> services,
            Function<EventLoop, Upstream> upstreams) {
        this.transport = transport;
        this.loops = loops;
        this.services = services;
        this.upstreams = upstreams;
    }

    /** Listens; throws when it cannot. */
    public Channel listen(String host, int port) {
        var bootstrap = new ServerBootstrap()
                .group(loops)
                .channel(transport.server())
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, BUFFER)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        accept(channel);
                    }
                });
        return transport.listen(bootstrap, host, port);
    }

    private void accept(Channel channel) {
        var upstream = upstreamOf.computeIfAbsent(channel.eventLoop(), upstreams);
        var decoder = new StrictRequestDecoder();
        channel.pipeline().addLast(decoder, new ClientConnection(services, upstream, decoder));
    }
}
