package proxy.upstream;

import static org.junit.jupiter.api.Assertions.assertSame;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import proxy.egress.Egress;
import proxy.io.Fields;
import proxy.testkit.FakeUpstream;

/** Whatever breaks in who listens to an answer, it hears of it, and no account goes on for nothing. */
class AttemptTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final RuntimeException FAULT = new IllegalStateException("unforeseen");

    private final Transport transport = Transport.best();
    private final EventLoopGroup loops = transport.eventLoops(1);

    @AfterEach
    void stop() {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    /** Breaks at one of its calls. */
    private static final class Listener implements AttemptListener {

        private final String at;
        private final CompletableFuture<Throwable> heard = new CompletableFuture<>();

        private Listener(String at) {
            this.at = at;
        }

        private void come(String where) {
            if (where.equals(at)) {
                throw FAULT;
            }
        }

        @Override
        public void onHead(HttpResponse head) {
            come("head");
        }

        @Override
        public void onBody(ByteBuf part) {
            come("body");
        }

        @Override
        public void onPause() {
            come("pause");
        }

        @Override
        public void onEnd() {
            come("end");
        }

        @Override
        public void onFailure(Failure failure, String cause) {
            come("failure");
        }

        @Override
        public void onBroken(Throwable cause) {
            heard.complete(cause);
        }
    }

    private Throwable broken(String at, URI account) throws Exception {
        var connector = new Connector(
                transport, Egress.create(Optional.empty(), Optional.empty()), PATIENCE, AccountAddresses.anywhere());
        var loop = loops.next();
        var upstream = new Upstream(loop, connector, () -> PATIENCE, () -> PATIENCE);
        var listener = new Listener(at);
        var request = new Upstream.Request(HttpMethod.GET, "/", new Fields(), Unpooled.EMPTY_BUFFER);
        loop.execute(() ->
                upstream.attempt(Target.of("a", account), request, listener).start());
        return listener.heard.get(10, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"head", "body", "pause"})
    void within_an_answer(String at) throws Exception {
        var closed = new CompletableFuture<Void>();
        try (var account = FakeUpstream.start().on("open", exchange -> {
            exchange.send("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nx");
            exchange.awaitClose();
            closed.complete(null);
        })) {
            assertSame(FAULT, broken(at, URI.create(account.url("open"))));
            closed.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void when_the_answer_is_complete() throws Exception {
        try (var account = FakeUpstream.start().ok("whole")) {
            assertSame(FAULT, broken("end", URI.create(account.url("whole"))));
        }
    }

    @Test
    void when_there_is_none() throws Exception {
        assertSame(FAULT, broken("failure", URI.create("http://127.0.0.1:1")));
        try (var account = FakeUpstream.start().on("reset", FakeUpstream.Exchange::reset)) {
            assertSame(FAULT, broken("failure", URI.create(account.url("reset"))));
        }
    }
}
