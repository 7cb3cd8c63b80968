package proxy.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.timeout.ReadTimeoutHandler;
import java.time.Clock;
import java.util.function.Supplier;
import proxy.config.Revision;
import proxy.observe.Counters;
import proxy.observe.Events;
import proxy.observe.Metrics;
import proxy.upstream.Transport;

/** The second listener, for operators: {@code GET /status} as JSON and {@code GET /metrics} as Prometheus has it, one
 * request per connection. The ingress never exposes it. */
public final class Management {

    private final Transport transport;
    private final Supplier<Services> services;
    private final StatusPage page;

    public Management(
            Transport transport,
            Supplier<Services> services,
            Supplier<Revision> revision,
            Counters counters,
            Events events,
            Clock clock) {
        this.transport = transport;
        Gauges.add(services.get().metrics(), services, events);
        this.services = services;
        this.page = new StatusPage(transport.name(), services, revision, counters, events, clock);
    }

    /** Listens; throws when it cannot. */
    public Channel listen(EventLoopGroup loops, String host, int port) {
        var bootstrap = new ServerBootstrap()
                .group(loops)
                .channel(transport.server())
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(
                                        new ReadTimeoutHandler(5),
                                        new HttpServerCodec(),
                                        new HttpObjectAggregator(1024),
                                        new Handler());
                    }
                });
        return transport.listen(bootstrap, host, port);
    }

    private final class Handler extends SimpleChannelInboundHandler<FullHttpRequest> {

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
            switch (request.method() + " " + request.uri()) {
                case "GET /status" -> answer(ctx, HttpResponseStatus.OK, "application/json", page.render());
                case "GET /metrics" ->
                    answer(
                            ctx,
                            HttpResponseStatus.OK,
                            Metrics.CONTENT_TYPE,
                            services.get().metrics().text());
                default -> answer(ctx, HttpResponseStatus.NOT_FOUND, "text/plain", new byte[0]);
            }
        }

        private static void answer(
                ChannelHandlerContext ctx, HttpResponseStatus status, String contentType, byte[] body) {
            var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(body));
            response.headers()
                    .set(HttpHeaderNames.CONTENT_TYPE, contentType)
                    .set(HttpHeaderNames.CONTENT_LENGTH, body.length)
                    .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
            ctx.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }
}
