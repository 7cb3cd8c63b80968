package proxy.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.util.IllegalReferenceCountException;
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

class AttemptTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final RuntimeException FAULT = new IllegalStateException("unforeseen");

    private final Transport transport = Transport.best();
    private final EventLoopGroup loops = transport.eventLoops(1);
    private ByteBuf body = Unpooled.EMPTY_BUFFER;

    @AfterEach
    void stop() {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    /** Breaks at one of its calls. */
    private static final class Listener implements AttemptListener {

        private final String at;
        private final CompletableFuture<Throwable> heard = new CompletableFuture<>();
        private Attempt attempt;

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
            if (at.equals("discard")) {
                attempt.discard();
                throw FAULT;
            }
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
        public boolean mayResend() {
            come("resend");
            return true;
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
        var request = new Upstream.Request(HttpMethod.GET, "/", new Fields(), body);
        loop.execute(() -> {
            listener.attempt = upstream.attempt(Target.of("a", account), request, listener);
            listener.attempt.start();
        });
        return listener.heard.get(10, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"head", "discard", "body", "pause"})
    void a_listener_that_breaks_within_an_answer_hears_of_it_and_the_account_does_not_go_on_for_nothing(String at)
            throws Exception {
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
    void a_listener_that_breaks_when_the_answer_is_complete_hears_of_it() throws Exception {
        try (var account = FakeUpstream.start().ok("whole")) {
            assertSame(FAULT, broken("end", URI.create(account.url("whole"))));
        }
    }

    @Test
    void a_listener_that_breaks_when_there_is_no_answer_hears_of_it() throws Exception {
        assertSame(FAULT, broken("failure", URI.create("http://127.0.0.1:1")));
        try (var account = FakeUpstream.start().on("reset", FakeUpstream.Exchange::reset)) {
            assertSame(FAULT, broken("failure", URI.create(account.url("reset"))));
        }
    }

    @Test
    void a_request_that_cannot_be_written_once_its_connection_is_made_is_heard_of() throws Exception {
        body = Unpooled.wrappedBuffer(new byte[1]);
        body.release();
        try (var account = FakeUpstream.start().ok("whole")) {
            assertInstanceOf(IllegalReferenceCountException.class, broken("nowhere", URI.create(account.url("whole"))));
        }
    }

    @Test
    void a_request_that_cannot_be_written_leaves_no_bytes_behind() {
        body = Unpooled.wrappedBuffer(new byte[1]);
        body.release();
        var heap = new UnpooledByteBufAllocator(false);
        var channel = new EmbeddedChannel();
        channel.config().setAllocator(heap);
        var request = new Upstream.Request(HttpMethod.GET, "/", new Fields(), body);
        var target = Target.of("a", URI.create("http://127.0.0.1:1"));
        assertThrows(RuntimeException.class, () -> request.write(channel, target));
        assertEquals(0, heap.metric().usedHeapMemory());
    }
}
