package proxy.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import proxy.egress.Egress;
import proxy.io.AddressRange;
import proxy.testkit.Await;

class ConnectorTest {

    /** For what is not about time. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

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
        return failure(endpoint, AccountAddresses.anywhere(), resolver, PATIENCE);
    }

    private Throwable failure(String endpoint, AccountAddresses allowed, Connector.Resolver resolver, Duration timeout)
            throws InterruptedException {
        var egress = Egress.create(Optional.empty(), Optional.empty());
        var connector = new Connector(transport, egress, timeout, allowed, resolver);
        var connected = connector.connect(loops.next(), Target.of("a", URI.create(endpoint)));
        assertTrue(connected.await(10_000), "neither connected nor failed");
        return connected.cause();
    }

    @Test
    void a_socket_that_cannot_be_made_is_a_failed_connection() throws Exception {
        assertInstanceOf(ChannelException.class, failure("http://127.0.0.1:1", host -> null));
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
        var egress = Egress.create(Optional.empty(), Optional.empty());
        egress.load();
        return new Connector(remembering, egress, PATIENCE, AccountAddresses.anywhere(), InetAddress::getByName)
                .connect(loops.next(), Target.of("a", URI.create(endpoint)));
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

    @Test
    void a_name_that_is_found_when_nobody_waits_any_more_is_not_connected_to() throws Exception {
        Remembered.MADE.clear();
        var lookup = new CompletableFuture<Thread>();
        var remembering = new Transport("nio", NioServerSocketChannel.class, Remembered.class);
        var egress = Egress.create(Optional.empty(), Optional.empty());
        var connector = new Connector(remembering, egress, PATIENCE, AccountAddresses.anywhere(), host -> {
            lookup.complete(Thread.currentThread());
            try {
                answer.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return InetAddress.getLoopbackAddress();
        });
        var loop = loops.next();
        var connecting = connector.connect(loop, Target.of("a", URI.create("http://account.test:1")));
        var looking = lookup.get(10, TimeUnit.SECONDS);
        connecting.cancel(false);
        answer.countDown();
        assertTrue(looking.join(Duration.ofSeconds(10)), "still looking");
        // What was found has been handed to the loop before this.
        loop.submit(() -> {}).sync();
        assertEquals(0, Remembered.MADE.size(), "connections");
    }

    @Test
    void a_name_that_is_not_found_in_time_is_a_failed_connection() throws Exception {
        var failure = failure(
                "http://account.test:1",
                AccountAddresses.anywhere(),
                host -> {
                    try {
                        answer.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    throw new UnknownHostException("late");
                },
                Duration.ofMillis(50));
        assertInstanceOf(UnknownHostException.class, failure);
    }

    /** What comes of a name that is resolved to that address. A socket that cannot be made shows that one was asked for. */
    private Throwable ledTo(String address, String... ranges) throws InterruptedException {
        var allowed = AccountAddresses.in(Stream.of(ranges)
                .map(range -> AddressRange.parse(range).orElseThrow())
                .toList());
        return failure("https://account.test", allowed, host -> InetAddress.ofLiteral(address), PATIENCE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"20.50.1.1", "127.0.0.1", "169.254.169.254", "10.21.0.1", "::1", "::ffff:127.0.0.1", "fd00::1"})
    void a_name_that_leads_out_of_the_ranges_is_not_connected_to_and_the_address_is_told(String address)
            throws Exception {
        var failure = ledTo(address, "10.20.0.0/16", "10.30.4.0/22");
        assertInstanceOf(UnknownHostException.class, failure);
        var seen = InetAddress.ofLiteral(address).getHostAddress();
        assertEquals(
                "account.test: " + seen + " (expected: an address in 10.20.0.0/16 or 10.30.4.0/22)",
                failure.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.20.0.0", "10.20.255.255", "10.30.7.255", "::ffff:10.20.1.1"})
    void a_name_that_leads_into_a_range_is_connected_to(String address) throws Exception {
        assertInstanceOf(ChannelException.class, ledTo(address, "10.20.0.0/16", "10.30.4.0/22"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.255.0.9", "169.254.169.254", "0.0.0.0", "224.0.0.1", "::1", "fe80::1"})
    void without_ranges_a_name_may_lead_anywhere_but_to_this_machine_and_its_link(String address) throws Exception {
        assertInstanceOf(UnknownHostException.class, ledTo(address));
        assertInstanceOf(ChannelException.class, ledTo("20.50.1.1"));
    }

    @Test
    void an_address_in_the_configuration_is_there_on_purpose() throws Exception {
        var allowed = AccountAddresses.in(List.of());
        assertInstanceOf(ChannelException.class, failure("http://127.0.0.1:1", allowed, host -> null, PATIENCE));
    }
}
