package proxy.front;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.EventLoopGroup;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import proxy.upstream.Transport;

/** Clients that come all at once, as when a network was away or a replica has just started. */
class BurstTest {

    /** More than libraries ask for as a rule: 50, 128, 1,024. */
    private static final int MANY = 1_200;

    private static final int PATIENCE_MILLIS = 10_000;

    private final EventLoopGroup loops = Transport.best().eventLoops(1);
    private final CountDownLatch connected = new CountDownLatch(1);
    private final List<Socket> clients = new ArrayList<>();

    @AfterEach
    void end() throws Exception {
        connected.countDown();
        for (var client : clients) {
            client.close();
        }
        loops.shutdownGracefully(0, PATIENCE_MILLIS, TimeUnit.MILLISECONDS).sync();
    }

    @Test
    void they_are_connected_while_the_loop_has_no_time_for_them() throws Exception {
        assumeTrue(NetUtil.SOMAXCONN >= MANY, "this machine queues fewer, whoever listens");
        var front = new Front(Transport.best(), loops, () -> fail("nobody is served"), loop -> fail("nothing is sent"));
        var listener = front.listen("127.0.0.1", 0);
        var blocked = new CountDownLatch(1);
        loops.execute(() -> {
            blocked.countDown();
            try {
                connected.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            listener.close();
        });
        blocked.await();
        var port = ((InetSocketAddress) listener.localAddress()).getPort();
        while (clients.size() < MANY) {
            var client = new Socket();
            clients.add(client);
            assertDoesNotThrow(
                    () -> client.connect(new InetSocketAddress("127.0.0.1", port), PATIENCE_MILLIS),
                    () -> "client " + clients.size());
        }
    }
}
