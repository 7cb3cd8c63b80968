package proxy.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The configuration that load tools are pointed at. */
class BenchSeatTest {

    private static final ProxyConfig SEAT = Environment.read(
                    Map.of("PROXY_CONFIG_FILE", "../bench/configs/twelve.json"))
            .config();

    @Test
    void it_stands_alone_on_the_loopback_interface() {
        assertEquals("127.0.0.1", SEAT.listen().host());
        assertTrue(SEAT.credential() instanceof ProxyConfig.Credential.None);
        assertTrue(SEAT.callers() instanceof ProxyConfig.Callers.Anyone);
    }

    @Test
    void four_pools_differ_in_requests_and_tokens() {
        assertEquals(
                List.of("3000/500000", "6000/1000000", "1500/250000", "4500/450000"),
                SEAT.pools().stream()
                        .map(pool -> pool.requestsPerMinute() + "/" + pool.tokensPerMinute())
                        .toList());
    }

    @Test
    void twelve_accounts_are_on_consecutive_ports_three_to_a_pool_in_order() {
        assertEquals(
                IntStream.rangeClosed(9101, 9112)
                        .mapToObj(port -> "http://127.0.0.1:" + port)
                        .toList(),
                SEAT.accounts().stream().map(it -> it.endpoint().toString()).toList());
        assertEquals(
                "A B C D E F G H I J K L",
                SEAT.accounts().stream().map(ProxyConfig.Account::name).collect(Collectors.joining(" ")));
        for (var index = 0; index < 12; index++) {
            var deployment = SEAT.deployments().get(index);
            assertEquals("gpt-4o", deployment.name());
            assertEquals(SEAT.accounts().get(index).name(), deployment.account());
            assertEquals(SEAT.pools().get(index / 3).id(), deployment.pool());
        }
    }
}
