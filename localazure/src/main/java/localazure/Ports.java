package localazure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** The consecutive ports of the local Azure (docs/explanation/doors.md). */
final class Ports {
    private static final int COUNT = 6;

    private Ports() {}

    static int provider(int base) {
        return base + 1;
    }

    /** Fails with every port that somebody else listens on. */
    static void checkFree(int base) throws StartFailure {
        List<String> taken = new ArrayList<>();
        for (int port = base; port < base + COUNT; port++) {
            if (!free(port)) {
                taken.add(String.valueOf(port));
            }
        }
        if (!taken.isEmpty()) {
            throw new StartFailure("--port: " + String.join(", ", taken) + " taken (expected: ports " + base + ".."
                    + (base + COUNT - 1) + " free on 127.0.0.1; stop what listens there or choose another --port)");
        }
    }

    private static boolean free(int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return probe.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
