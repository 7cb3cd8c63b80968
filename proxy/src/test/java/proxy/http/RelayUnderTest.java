package proxy.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.EventExecutor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import proxy.api.BodyForm;
import proxy.api.Operation;
import proxy.api.RequestBody;
import proxy.api.Route;
import proxy.balance.Backend;
import proxy.balance.BalanceSettings;
import proxy.balance.Balancer;
import proxy.balance.Decision;
import proxy.balance.QuotaBalancer;
import proxy.balance.RequestFacts;
import proxy.config.ProxyConfig;
import proxy.identity.Credential;
import proxy.io.Backstop;
import proxy.io.EncodedField;
import proxy.io.MemoryBudget;
import proxy.observe.AccessLog;
import proxy.observe.Counters;
import proxy.observe.Events;
import proxy.observe.Metrics;
import proxy.observe.Reason;
import proxy.observe.TokenUsage;
import proxy.relay.Relay;
import proxy.relay.RelayContext;
import proxy.upstream.AttemptListener;
import proxy.upstream.Upstream;

/** One sending in memory: the account is the test, and the client's end of the connection can be looked at. */
public final class RelayUnderTest implements AutoCloseable {

    public static final ProxyConfig.Streams SETTINGS =
            new ProxyConfig.Streams(1024 * 1024, 64 * 1024, Duration.ofSeconds(1), Duration.ZERO);
    private static final Metrics METRICS = new Metrics();
    private static final AccessLog LOG =
            new AccessLog(new Events(OutputStream.nullOutputStream(), Clock.systemUTC()), new Counters(), METRICS);
    private static final List<Backend> BACKENDS = List.of(new Backend("gpt", "a", "p", "eu", 1));
    private static final RequestFacts.Asker ASKER = new RequestFacts.Asker("app", 1, Optional.empty());

    private final UnpooledByteBufAllocator heap = new UnpooledByteBufAllocator(false);
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final Flushes flushes = new Flushes();
    private final ChannelDuplexHandler last = new ChannelDuplexHandler();
    private final ChannelHandlerContext ctx;
    private final Progress progress = new Progress();
    private final MemoryBudget memory = new MemoryBudget(Long.MAX_VALUE);
    private final Reply reply;
    private final RequestContext request;
    private final PoolReport report;
    private final Owner owner;
    private final Sending sending;
    private final EmbeddedChannel wire = new EmbeddedChannel(new HttpResponseDecoder());
    private boolean leftForAnother;
    private int answers;
    private boolean headless;

    public RelayUnderTest(Operation operation, boolean hidesUsage) {
        this(operation, hidesUsage, SETTINGS);
    }

    public RelayUnderTest(Operation operation, boolean hidesUsage, ProxyConfig.Streams settings) {
        channel.config().setAllocator(heap);
        channel.pipeline().addLast(flushes, last);
        var balancer =
                new QuotaBalancer(BACKENDS, Map.of(), new BalanceSettings(20, 50, 1), () -> 0, new java.util.Random(1));
        var services = services(settings, memory, balancer);
        ctx = channel.pipeline().context(last);
        reply = new Reply(ctx, progress, new Ending());
        var call = new Call(
                new Route.Forwarded(operation, Optional.empty(), ""),
                new DefaultHttpHeaders(),
                Unpooled.EMPTY_BUFFER,
                "gpt",
                asked(),
                8,
                8,
                0,
                hidesUsage,
                "",
                ASKER);
        var history = new RequestFacts.History(0, 1, Set.of(), Set.of(), 0, false);
        var forward = (Decision.Forward) balancer.decide(call.facts(history));
        owner = new Owner(call);
        request = new RequestContext(ctx, services, null, reply, progress, owner);
        var timers = ClientTimers.on(ctx.executor(), owner::broke);
        report = new PoolReport(services, new Trail(0, null), forward.placement(), progress.requestId);
        var patience = new PoolPatience(timers.patience(), balancer, forward.placement());
        sending = new Sending(request, report, patience, owner);
    }

    private static Services services(ProxyConfig.Streams settings, MemoryBudget memory, Balancer balancer) {
        return new Services(
                null,
                null,
                settings,
                memory,
                null,
                null,
                Credential.none(),
                balancer,
                null,
                Map.of(),
                Set.of(),
                Optional.empty(),
                LOG,
                METRICS,
                null,
                Screens.none());
    }

    private static RequestBody asked() {
        try {
            return BodyForm.JSON.scan(EmptyHttpHeaders.INSTANCE, Unpooled.copiedBuffer("{\"stream\":true}", UTF_8));
        } catch (RequestBody.Unusable e) {
            throw new AssertionError(e);
        }
    }

    /** What the client has got since it was looked at last. */
    public record Client(byte[] bytes, boolean cleanEnd, boolean closed) {

        public String body() {
            return new String(bytes, UTF_8);
        }
    }

    public Client client() throws IOException {
        if (channel.isActive()) {
            reply.flush();
        }
        var body = new ByteArrayOutputStream();
        var cleanEnd = false;
        for (var bytes = channel.<ByteBuf>readOutbound(); bytes != null; bytes = channel.readOutbound()) {
            wire.writeInbound(bytes);
        }
        for (var message = wire.readInbound(); message != null; message = wire.readInbound()) {
            if (message instanceof HttpContent part) {
                var bytes = part.content();
                bytes.readBytes(body, bytes.readableBytes());
            }
            cleanEnd |= message instanceof LastHttpContent;
            ReferenceCountUtil.release(message);
        }
        return new Client(body.toByteArray(), cleanEnd, !channel.isActive());
    }

    public EmbeddedChannel channel() {
        return channel;
    }

    public AttemptListener sending() {
        return sending;
    }

    /** What passes on what a relay makes of an answer, beside the sending's own; of an attempt that was never started. */
    Passage passage(Relay relay) {
        var attempt = new Upstream(null, null, () -> Duration.ZERO, () -> Duration.ZERO).attempt(null, null, sending);
        return new Passage(request, report, attempt, relay, owner);
    }

    /** The next head breaks. */
    public void breakHead() {
        headless = true;
    }

    /** Answers that are over. */
    int answers() {
        return answers;
    }

    /** For a relay beside the sending's own. */
    public RelayContext context(ProxyConfig.Streams settings, MemoryBudget budget) {
        return context(settings, budget, owner);
    }

    /** The same, for one who hears of what breaks. */
    public RelayContext context(ProxyConfig.Streams settings, MemoryBudget budget, Backstop backstop) {
        return new RequestContext(ctx, services(settings, budget, null), null, reply, progress, backstop);
    }

    /** Ends what the client gets. */
    public void end() {
        reply.end();
    }

    public int flushes() {
        return flushes.count;
    }

    public boolean begun() {
        return reply.begun();
    }

    /** Whether the request went on to another account. */
    public boolean leftForAnother() {
        return leftForAnother;
    }

    public TokenUsage usage() {
        return progress.usage().orElseThrow();
    }

    @Override
    public void close() {
        if (!reply.over()) {
            reply.abandon(Reason.CLIENT_CLOSED);
        }
        channel.finishAndReleaseAll();
        wire.finishAndReleaseAll();
        if (memory.used() != 0) {
            throw new AssertionError("memory still counted: " + memory.used());
        }
        if (heap.metric().usedHeapMemory() != 0) {
            throw new AssertionError("bytes not released: " + heap.metric().usedHeapMemory());
        }
    }

    private final class Owner implements Sending.Owner, Backstop {

        private final Call call;

        private Owner(Call call) {
            this.call = call;
        }

        @Override
        public Upstream.Request request(Optional<EncodedField> credential) {
            throw new AssertionError("the account is the test");
        }

        @Override
        public Answers meaning(Answers usual) {
            return usual;
        }

        @Override
        public Relay relay(HttpResponse head, String account) {
            return new Relays(request, head, account).of(call);
        }

        @Override
        public void broke(Throwable cause) {
            throw new AssertionError(cause);
        }

        @Override
        public EventExecutor loop() {
            return ctx.executor();
        }

        @Override
        public void again() {
            leftForAnother = true;
        }

        @Override
        public void over() {}

        @Override
        public void clientStalled() {}
    }

    private final class Ending implements Reply.Ending {

        @Override
        public void begun() {}

        @Override
        public void ending() {}

        @Override
        public boolean keepsAlive() {
            if (headless) {
                headless = false;
                throw new IllegalStateException("unforeseen");
            }
            return true;
        }

        @Override
        public void answered(boolean keepAlive) {
            answers++;
        }
    }

    private static final class Flushes extends ChannelDuplexHandler {

        private int count;

        @Override
        public void flush(ChannelHandlerContext ctx) {
            count++;
            ctx.flush();
        }
    }
}
