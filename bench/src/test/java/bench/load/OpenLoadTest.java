package bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bench.wire.Framing;
import bench.wire.Head;
import bench.wire.Loop;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class OpenLoadTest {

    private final Loop loop = new Loop();

    @AfterEach
    void stop() {
        loop.close();
    }

    /** A server that does one thing when a request is complete. */
    private int server(Consumer<ChannelHandlerContext> act) {
        var channel = loop.listen(0, () -> new Framing() {
            @Override
            protected void onHead(ChannelHandlerContext ctx, Head head) {}

            @Override
            protected void onBody(ChannelHandlerContext ctx, ByteBuf piece) {}

            @Override
            protected void onEnd(ChannelHandlerContext ctx) {
                act.accept(ctx);
            }
        });
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    private static void write(ChannelHandlerContext ctx, String text) {
        ctx.writeAndFlush(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
    }

    private List<Outcome> run(int port, long patienceMillis, List<Arrival> schedule) throws Exception {
        var outcomes = new ArrayList<Outcome>();
        new OpenLoad(new Connections(loop, () -> port), schedule, System.nanoTime(), patienceMillis, "", outcomes::add)
                .run(loop.loop())
                .get(20, TimeUnit.SECONDS);
        return outcomes;
    }

    private static Arrival at(int id, long millis, boolean stream) {
        return new Arrival(id, millis * 1_000_000, 5, 5, stream);
    }

    /** The server answers the first request only when the third has come: what a closed loop would never see. */
    @Test
    void a_request_is_sent_when_it_is_due_though_none_was_answered() throws Exception {
        var waiting = new ArrayList<ChannelHandlerContext>();
        var port = server(ctx -> {
            waiting.add(ctx);
            if (waiting.size() == 3) {
                waiting.forEach(it -> write(it, "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"));
            }
        });
        var outcomes = run(port, 10_000, List.of(at(0, 0, false), at(1, 100, false), at(2, 300, false)));
        assertEquals(3, outcomes.stream().filter(Outcome::good).count());
        var first = outcomes.stream()
                .filter(it -> it.arrival().id() == 0)
                .findFirst()
                .orElseThrow();
        assertTrue(first.nanos() >= 300_000_000, "counted from its due time: " + first.nanos());
    }

    @Test
    void silence_ends_with_the_clients_patience() throws Exception {
        assertEquals(
                Outcome.TIMED_OUT,
                run(server(ctx -> {}), 200, List.of(at(0, 0, false))).getFirst().status());
    }

    @Test
    void a_connection_that_ends_first_is_broken() throws Exception {
        var port = server(ChannelHandlerContext::close);
        assertEquals(
                Outcome.BROKEN,
                run(port, 5_000, List.of(at(0, 0, false))).getFirst().status());
    }

    /** As a front does that has taken a replica out: what is kept to it is not used again. */
    @Test
    void a_request_goes_to_the_port_of_its_moment_though_a_connection_to_another_is_kept() throws Exception {
        var ok = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";
        var first = server(ctx -> write(ctx, ok));
        var second = server(ctx -> write(ctx, "HTTP/1.1 503 x\r\ncontent-length: 0\r\n\r\n"));
        var port = new AtomicInteger(first);
        var connections = new Connections(loop, port::get);
        var outcomes = new ArrayList<Outcome>();
        for (var target : List.of(first, second)) {
            port.set(target);
            new OpenLoad(connections, List.of(at(0, 0, false)), System.nanoTime(), 5_000, "", outcomes::add)
                    .run(loop.loop())
                    .get(20, TimeUnit.SECONDS);
        }
        assertEquals(List.of(200, 503), outcomes.stream().map(Outcome::status).toList());
    }

    @Test
    void a_stream_that_ends_cleanly_without_its_end_is_truncated_in_silence() throws Exception {
        var head = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
        var cut = run(server(ctx -> write(ctx, head + "8\r\ndata: x\n\r\n0\r\n\r\n")), 5_000, List.of(at(0, 0, true)));
        assertTrue(cut.getFirst().truncatedInSilence());
        var whole =
                run(server(ctx -> write(ctx, head + "c\r\ndata: [DONE]\r\n0\r\n\r\n")), 5_000, List.of(at(0, 0, true)));
        assertTrue(whole.getFirst().good());
    }

    @Test
    void a_schedule_has_its_rate_and_its_mix_and_is_the_same_again() {
        var schedule = Schedule.mixed(200, 100, 0.25, 1);
        assertEquals(schedule, Schedule.mixed(200, 100, 0.25, 1));
        assertEquals(20_000, schedule.size(), 500);
        assertEquals(
                Schedule.MEAN_TOKENS,
                schedule.stream().mapToLong(Arrival::tokens).average().orElseThrow(),
                2);
        assertEquals(0.6, share(schedule, it -> it.tokens() <= 80), 0.02);
        assertEquals(0.25, share(schedule, Arrival::stream), 0.02);
        for (var index = 1; index < schedule.size(); index++) {
            assertTrue(schedule.get(index).atNanos() >= schedule.get(index - 1).atNanos());
        }
    }

    private static double share(List<Arrival> schedule, Predicate<Arrival> which) {
        return (double) schedule.stream().filter(which).count() / schedule.size();
    }
}
