package proxy.http;

import io.netty.channel.ChannelHandlerContext;
import proxy.io.Backstop;
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
        Backstop backstop) {}
