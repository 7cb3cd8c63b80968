package proxy.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
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
import java.util.function.Supplier;
import proxy.observe.Counters;
import proxy.observe.Events;
import proxy.observe.Metrics;
import proxy.upstream.Transport;

/** The second listener, for operators: {@code GET /status} as JSON and {@code GET /metrics} as Prometheus has it, one
 * request per connection. The ingress never exposes it. */
public final class Management {

    private static final JsonMapper JSON = new JsonMapper();

    private final Supplier<Services> services;
    private final Counters counters;
    private final Events events;

    public Management(Supplier<Services> services, Counters counters, Events events) {
        Gauges.add(services.get().metrics(), services, events);
        this.services = services;
        this.counters = counters;
        this.events = events;
    }

    /** Listens; throws when it cannot. */
    public Channel listen(Transport transport, EventLoopGroup loops, String host, int port) {
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

    private byte[] status() {
        var status = JSON.createObjectNode()
                .put("ready", services.get().ready())
                .put("draining", services.get().drain().started())
                .put("requestsInFlight", services.get().drain().requests())
                .put("requests", counters.requests())
                .put("upstreamRequests", counters.upstreamRequests())
                .put("eventsDropped", events.dropped());
        var reasons = status.putObject("reasons");
        counters.reasons().forEach(reasons::put);
        var deployments = status.putArray("deployments");
        services.get()
                .balancer()
                .status()
                .forEach(it -> deployments
                        .addObject()
                        .put("deployment", it.backend().deployment())
                        .put("account", it.backend().account())
                        .put("pool", it.backend().pool())
                        .put("parkedMillis", it.parkedMillis())
                        .put("tokensParkedMillis", it.tokensParkedMillis())
                        .put("ejectedMillis", it.ejectedMillis())
                        .put("silent", it.silent())
                        .put("inFlight", it.inFlight()));
        try {
            return JSON.writeValueAsBytes(status);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private final class Handler extends SimpleChannelInboundHandler<FullHttpRequest> {

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
            switch (request.method() + " " + request.uri()) {
                case "GET /status" -> answer(ctx, HttpResponseStatus.OK, "application/json", status());
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
