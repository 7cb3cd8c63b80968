package bench.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bench.scenario.Soak.Rest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The short form of the soak, against the proxy as it was packaged. */
@Timeout(300)
class SoakTest {

    private static final Path ROOT = Path.of("..");
    /** Away from a bench that may be running. */
    private static final int PORTS = 19_500;

    private static final long GROWTH_KIB = 48 * 1_024;

    @Test
    void rounds_of_mixed_requests_and_troubles_leave_nothing_behind() throws Exception {
        assertTrue(
                Files.isExecutable(ROOT.resolve("proxy/target/image/runtime/bin/java")),
                "proxy/target/image: missing (expected: mvn -f proxy/pom.xml package first)");
        try (var bench = new Bench(ROOT, 1, PORTS);
                var proxy = bench.proxies.seat(bench.port(0), "-Xmx96m", "-Dio.netty.leakDetection.level=paranoid")) {
            var soak = new Soak(bench, proxy, 100, 0.6, 60_000);
            var first = soak.round();
            var second = soak.round();
            var rests = new ArrayList<Rest>();
            for (var round = 0; round < 4; round++) {
                rests.add(soak.round());
            }
            for (var rest : rests) {
                assertEquals(0, rest.unexplained(), rest.toString());
                assertTrue(rest.descriptors() <= first.descriptors(), first + " " + rest);
                assertTrue(rest.good() > 20, rest.toString());
                assertTrue(rest.residentKib() < second.residentKib() + GROWTH_KIB, second + " " + rest);
            }
            assertEquals(0, proxy.said("LEAK"));
            proxy.terminate();
            assertEquals(0, proxy.awaitEnd(30));
        }
    }
}
