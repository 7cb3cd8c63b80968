package proxy.http;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import proxy.config.ProxyConfig;
import proxy.io.Backstop;
import proxy.io.MemoryBudget;
import proxy.relay.RelayContext;
import proxy.upstream.Upstream;

/**
 * What belongs to one request as long as it is served. Used on the connection's event loop.
 *
 * @param ctx of the connection's last handler
 * @param services which it keeps to its end
 * @param upstream of the connection's event loop
 * @param backstop hears of what breaks, and ends the request
 */
record RequestContext(
        ChannelHandlerContext ctx,
        Services services,
        Upstream upstream,
        Reply reply,
        Progress progress,
        Backstop backstop)
        implements RelayContext {

    @Override
    public ByteBufAllocator allocator() {
        return ctx.alloc();
    }

    @Override
    public ProxyConfig.Streams streams() {
        return services.streams();
    }

    @Override
    public MemoryBudget memory() {
        return services.memory();
    }
}
