package proxy.upstream;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.ChannelException;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import proxy.egress.Egress;

class ConnectorTest {

    private final Transport transport =
            new Transport("nio", NioServerSocketChannel.class, WithoutFileDescriptors.class);
    private final EventLoopGroup loops = transport.eventLoops(1);
    private final CountDownLatch answer = new CountDownLatch(1);

    /** What opening a socket does when the process has no file descriptor left. */
    public static final class WithoutFileDescriptors extends NioSocketChannel {
        public WithoutFileDescriptors() {
            throw new ChannelException("too many open files");
        }
    }

    @AfterEach
    void stop() {
        answer.countDown();
        loops.shutdownGracefully();
    }

    private Throwable failure(String endpoint, Connector.Resolver resolver) throws InterruptedException {
        var egress = Egress.create(Optional.empty(), Optional.empty());
        var connector = new Connector(transport, egress, Duration.ofMillis(50), resolver);
        var connected = connector.connect(loops.next(), Target.of("a", URI.create(endpoint)));
        assertTrue(connected.await(10_000), "neither connected nor failed");
        return connected.cause();
    }

    @Test
    void a_socket_that_cannot_be_made_is_a_failed_connection() throws Exception {
        assertInstanceOf(ChannelException.class, failure("http://127.0.0.1:1", host -> null));
    }

    @Test
    void a_name_that_is_not_found_in_time_is_a_failed_connection() throws Exception {
        var failure = failure("http://account.test:1", host -> {
            try {
                answer.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new UnknownHostException("late");
        });
        assertInstanceOf(UnknownHostException.class, failure);
    }
}
