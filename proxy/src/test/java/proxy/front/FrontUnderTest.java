package proxy.front;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import proxy.balance.BalanceSettings;
import proxy.balance.Balancer;
import proxy.balance.QuotaBalancer;
import proxy.balance.WaitingRoom;
import proxy.callers.Callers;
import proxy.config.ProxyConfig;
import proxy.http.Drain;
import proxy.http.Screens;
import proxy.http.Services;
import proxy.identity.Credential;
import proxy.io.MemoryBudget;
import proxy.limit.CallerLimits;
import proxy.observe.AccessLog;
import proxy.observe.Counters;
import proxy.observe.Events;
import proxy.observe.Metrics;
import proxy.testkit.ManualClock;

/** One client connection in memory, in front of no accounts at all; time stands still. */
final class FrontUnderTest implements AutoCloseable {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final ProxyConfig.Timeouts TIMEOUTS =
            new ProxyConfig.Timeouts(SECOND, SECOND, SECOND, SECOND, SECOND, SECOND, SECOND);
    private static final ProxyConfig.Limits LIMITS = new ProxyConfig.Limits(256, 1, 0, 1, 100);
    private static final ProxyConfig.Streams STREAMS = new ProxyConfig.Streams(1024, 64, SECOND, Duration.ZERO);
    private static final Metrics METRICS = new Metrics();
    private static final AccessLog LOG =
            new AccessLog(new Events(OutputStream.nullOutputStream(), Clock.systemUTC()), new Counters(), METRICS);
    private static final Callers ANYONE = Callers.anyone();
    private static final Pattern HEAD = Pattern.compile(
            "HTTP/1\\.1 (\\d{3}) [^\r\n]*\r\n((?:[a-z-]+: [^\r\n]*\r\n)*)\r\n", Pattern.CASE_INSENSITIVE);
    private static final Pattern LENGTH = Pattern.compile("content-length: (\\d+)\r\n", Pattern.CASE_INSENSITIVE);
    private static final Pattern CLOSE = Pattern.compile("connection: close\r\n", Pattern.CASE_INSENSITIVE);

    private final UnpooledByteBufAllocator heap = new UnpooledByteBufAllocator(false);
    private final MemoryBudget memory = new MemoryBudget(1024);
    private final Deque<CompletableFuture<Callers.Verdict>> waiting = new ArrayDeque<>();
    private final Heads heads = new Heads();
    private final ClientSocket socket = new ClientSocket();
    private final ManualClock clock = new ManualClock();

    /** @param last whether it says that the connection ends */
    record Answer(int status, String body, boolean last) {}

    /** @param slow whether it takes until the client's next part to know who calls */
    FrontUnderTest(boolean slow) throws Exception {
        this(slow, new QuotaBalancer(List.of(), Map.of(), new BalanceSettings(20, 50, 1), () -> 0, new Random(1)));
    }

    /** @param balancer that sends requests for {@code gpt} where nothing can be sent */
    FrontUnderTest(boolean slow, Balancer balancer) throws Exception {
        var services = new Services(
                TIMEOUTS,
                LIMITS,
                STREAMS,
                memory,
                slow ? token -> later() : ANYONE,
                new CallerLimits(1, () -> 0),
                Credential.none(),
                balancer,
                new WaitingRoom(balancer, clock::nanoTime),
                Map.of(),
                Set.of("gpt"),
                Optional.empty(),
                LOG,
                METRICS,
                new Drain(),
                Screens.none());
        var decoder = new StrictRequestDecoder();
        socket.config().setAllocator(heap);
        socket.pipeline().addLast(decoder, heads, new ClientConnection(() -> services, null, decoder));
        socket.register();
        socket.freezeTime();
    }

    private CompletableFuture<Callers.Verdict> later() {
        var verdict = new CompletableFuture<Callers.Verdict>();
        waiting.add(verdict);
        return verdict;
    }

    void send(byte[] bytes, int from, int length) {
        if (socket.isActive()) {
            socket.writeInbound(heap.heapBuffer(length).writeBytes(bytes, from, length));
        }
        if (!waiting.isEmpty()) {
            waiting.poll().complete(ANYONE.check(Optional.empty()).join());
        }
        socket.runPendingTasks();
    }

    void pass(Duration time) {
        clock.pass(time);
        socket.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
        socket.runScheduledPendingTasks();
        socket.runPendingTasks();
    }

    /** Of the drain. */
    void hears(Object event) {
        socket.pipeline().fireUserEventTriggered(event);
    }

    /** Whether the client takes what is written, or it waits. */
    void takes(boolean on) {
        socket.unsafe().outboundBuffer().setUserDefinedWritability(1, on);
        socket.runPendingTasks();
    }

    /** Whether the proxy sends no more. */
    boolean closed() {
        return socket.isOutputShutdown() || !socket.isActive();
    }

    /** Request heads so far, refused ones included. */
    int requests() {
        return heads.methods.size();
    }

    /** Requests that the parser has passed on to their last byte, as it read them. */
    List<StrictReading.Request> read() {
        return heads.whole;
    }

    /** All answers so far, read as strictly as a client can. */
    List<Answer> answers() throws IOException {
        var text = socket.written();
        var answers = new ArrayList<Answer>();
        var head = HEAD.matcher(text);
        var at = 0;
        while (at < text.length()) {
            if (!head.region(at, text.length()).lookingAt()) {
                throw new AssertionError("no answer: " + text.substring(at));
            }
            at = head.end();
            var status = Integer.parseInt(head.group(1));
            if (status >= 200) {
                var bodiless = heads.methods.get(answers.size()).equals("HEAD");
                var end = at + (bodiless ? 0 : length(head.group(2)));
                answers.add(new Answer(
                        status,
                        text.substring(at, end),
                        CLOSE.matcher(head.group(2)).find()));
                at = end;
            }
        }
        return answers;
    }

    private static int length(String fields) {
        var length = LENGTH.matcher(fields);
        if (!length.find()) {
            throw new AssertionError("no length: " + fields);
        }
        return Integer.parseInt(length.group(1));
    }

    /** The client goes; nothing of it stays. */
    @Override
    public void close() {
        socket.finishAndReleaseAll();
        if (heads.fault != null) {
            throw new AssertionError("the parser throws", heads.fault);
        }
        if (memory.used() != 0 || heap.metric().usedHeapMemory() != 0) {
            throw new AssertionError(
                    "not released: " + memory.used() + ", " + heap.metric().usedHeapMemory());
        }
    }

    private static final class Heads extends ChannelInboundHandlerAdapter {

        private final List<String> methods = new ArrayList<>();
        private final List<StrictReading.Request> whole = new ArrayList<>();
        private final StringBuilder body = new StringBuilder();
        private HttpRequest head;
        private Throwable fault;

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            if (message instanceof HttpRequest next) {
                head = next;
                methods.add(next.method().name());
            } else if (message instanceof Malformed) {
                methods.add("");
            }
            if (message instanceof HttpContent part && part.decoderResult().isSuccess()) {
                body.append(part.content().toString(StandardCharsets.ISO_8859_1));
                if (part instanceof LastHttpContent) {
                    whole.add(new StrictReading.Request(head.method().name(), head.uri(), body.toString()));
                    body.setLength(0);
                }
            }
            ctx.fireChannelRead(message);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            fault = cause;
        }
    }
}
