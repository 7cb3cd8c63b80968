package proxy.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.util.concurrent.DefaultEventExecutor;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import proxy.io.AddressRange;

class AddressLookupTest {

    /** For what is not about time. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final EventExecutor loop = new DefaultEventExecutor();
    private final CountDownLatch answer = new CountDownLatch(1);
    private final CompletableFuture<Thread> looking = new CompletableFuture<>();

    @AfterEach
    void stop() {
        answer.countDown();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    private Promise<InetSocketAddress> find(
            String host, boolean ofProxy, AccountAddresses allowed, Duration timeout, AddressLookup.Resolver resolver) {
        Promise<InetSocketAddress> found = loop.newPromise();
        new AddressLookup(allowed, timeout, resolver)
                .find(loop, InetSocketAddress.createUnresolved(host, 443), ofProxy, found, found::setSuccess);
        return found;
    }

    private static AccountAddresses in(String... ranges) {
        return AccountAddresses.in(Stream.of(ranges)
                .map(range -> AddressRange.parse(range).orElseThrow())
                .toList());
    }

    /** A name that is resolved to that address, by one who may be led to these ranges. */
    private Promise<InetSocketAddress> ledTo(String address, boolean ofProxy, String... ranges) throws Exception {
        var found = find("account.test", ofProxy, in(ranges), PATIENCE, host -> InetAddress.ofLiteral(address));
        assertTrue(found.await(10_000), "neither found nor failed");
        return found;
    }

    /** Looks up until the answer may come. */
    private InetAddress slowly(String host) throws UnknownHostException {
        looking.complete(Thread.currentThread());
        try {
            answer.await();
        } catch (InterruptedException e) {
            throw new UnknownHostException(host);
        }
        return InetAddress.getLoopbackAddress();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"20.50.1.1", "127.0.0.1", "169.254.169.254", "10.21.0.1", "::1", "::ffff:127.0.0.1", "fd00::1"})
    void a_name_that_leads_out_of_the_ranges_is_not_found_and_the_address_is_told(String address) throws Exception {
        var failure = ledTo(address, false, "10.20.0.0/16", "10.30.4.0/22").cause();
        assertInstanceOf(UnknownHostException.class, failure);
        var seen = InetAddress.ofLiteral(address).getHostAddress();
        assertEquals(
                "account.test: " + seen + " (expected: an address in 10.20.0.0/16 or 10.30.4.0/22)",
                failure.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.20.0.0", "10.20.255.255", "10.30.7.255", "::ffff:10.20.1.1"})
    void a_name_that_leads_into_a_range_is_found(String address) throws Exception {
        assertEquals(
                new InetSocketAddress(InetAddress.ofLiteral(address), 443),
                ledTo(address, false, "10.20.0.0/16", "10.30.4.0/22").getNow());
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.255.0.9", "169.254.169.254", "0.0.0.0", "224.0.0.1", "::1", "fe80::1"})
    void without_ranges_a_name_may_lead_anywhere_but_to_this_machine_and_its_link(String address) throws Exception {
        assertInstanceOf(UnknownHostException.class, ledTo(address, false).cause());
        assertNull(ledTo("20.50.1.1", false).cause());
    }

    @Test
    void the_egress_proxy_may_be_anywhere() throws Exception {
        assertNull(ledTo("127.0.0.1", true, "10.20.0.0/16").cause());
    }

    @Test
    void an_address_in_the_configuration_is_there_on_purpose() {
        var found = find("127.0.0.1", false, AccountAddresses.in(List.of()), PATIENCE, this::slowly);
        assertEquals(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 443), found.getNow());
    }

    @Test
    void a_name_that_is_not_found_in_time_has_no_address() throws Exception {
        var found = find("account.test", false, AccountAddresses.anywhere(), Duration.ofMillis(50), this::slowly);
        assertTrue(found.await(10_000), "still looking");
        assertInstanceOf(UnknownHostException.class, found.cause());
    }

    @Test
    void a_name_that_is_found_when_nobody_waits_any_more_is_not_heard_of() throws Exception {
        var heard = new CompletableFuture<InetSocketAddress>();
        Promise<Void> waiting = loop.newPromise();
        new AddressLookup(AccountAddresses.anywhere(), PATIENCE, this::slowly)
                .find(loop, InetSocketAddress.createUnresolved("account.test", 443), false, waiting, heard::complete);
        var thread = looking.get(10, TimeUnit.SECONDS);
        waiting.cancel(false);
        answer.countDown();
        assertTrue(thread.join(Duration.ofSeconds(10)), "still looking");
        // What was found has been handed to the loop before this.
        loop.submit(() -> {}).sync();
        assertFalse(heard.isDone(), "found");
    }
}
