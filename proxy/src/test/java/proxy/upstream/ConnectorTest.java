package proxy.upstream;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import proxy.egress.Egress;
import proxy.testkit.Await;

class ConnectorTest {

    /** For what is not about time. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Transport transport =
            new Transport("nio", NioServerSocketChannel.class, WithoutFileDescriptors.class);
    private final EventLoopGroup loops = transport.eventLoops(1);

    /** What opening a socket does when the process has no file descriptor left. */
    public static final class WithoutFileDescriptors extends NioSocketChannel {
        public WithoutFileDescriptors() {
            throw new ChannelException("too many open files");
        }
    }

    @AfterEach
    void stop() {
        loops.shutdownGracefully();
    }

    @Test
    void a_socket_that_cannot_be_made_is_a_failed_connection() throws Exception {
        var connected = connector(transport).connect(loops.next(), Target.of("a", URI.create("http://127.0.0.1:1")));
        assertTrue(connected.await(10_000), "neither connected nor failed");
        assertInstanceOf(ChannelException.class, connected.cause());
    }

    private static Connector connector(Transport transport) {
        var egress = Egress.create(Optional.empty(), Optional.empty());
        egress.load();
        return new Connector(transport, egress, PATIENCE, AccountAddresses.anywhere());
    }

    /** Remembers the channels that were made. */
    public static final class Remembered extends NioSocketChannel {
        static final Queue<Channel> MADE = new ConcurrentLinkedQueue<>();

        public Remembered() {
            MADE.add(this);
        }
    }

    private Promise<UpstreamConnection> connect(String endpoint) {
        var remembering = new Transport("nio", NioServerSocketChannel.class, Remembered.class);
        return connector(remembering).connect(loops.next(), Target.of("a", URI.create(endpoint)));
    }

    @Test
    void a_connection_that_nobody_waits_for_any_more_is_given_up_at_once() throws Exception {
        Remembered.MADE.clear();
        try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var first = new Socket(listener.getInetAddress(), listener.getLocalPort());
                var second = new Socket(listener.getInetAddress(), listener.getLocalPort())) {
            assertTrue(first.isConnected() && second.isConnected());
            // The backlog is full: nothing answers any more.
            var connecting = connect("http://127.0.0.1:" + listener.getLocalPort());
            Await.until(() -> !Remembered.MADE.isEmpty());
            assertFalse(connecting.await(50), "connected");
            connecting.cancel(false);
            Await.until(() -> !Remembered.MADE.peek().isOpen());
        }
    }

    @Test
    void a_session_that_nobody_waits_for_any_more_is_given_up_at_once() throws Exception {
        try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var connecting = connect("https://127.0.0.1:" + listener.getLocalPort());
            try (var account = listener.accept()) {
                account.setSoTimeout(10_000);
                assertTrue(account.getInputStream().read() >= 0, "no greeting");
                connecting.cancel(false);
                account.getInputStream().readAllBytes();
            }
        }
    }
}
