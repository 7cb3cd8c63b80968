package infra.plan;

import infra.settings.Settings.Timeouts;

/**
 * The one place of time limits: every limit lies within the one around it.
 *
 * <pre>
 * connect ≤ firstByte, idle ≤ total ≤ drain &lt; container grace
 *                             total &lt; 240 s, where the ingress of Container Apps ends a request
 *                             total &lt; gateway request: a gateway that gives up first asks again, and tokens are paid twice
 * </pre>
 */
public record TimeoutPlan(Timeouts proxy) {

    /** Where Container Apps ends a request (Microsoft Learn, "Ingress in Azure Container Apps"). */
    public static final int INGRESS_SECONDS = 240;

    /** What a replica needs after its last stream: closing sockets, writing its last lines. */
    private static final int EXIT_SECONDS = 10;

    /** What an answer needs from the proxy to the gateway. */
    private static final int PASSAGE_SECONDS = 10;

    public TimeoutPlan {
        nested("connectMillis", proxy.connectMillis(), proxy.firstByteSeconds() * 1000, "ms");
        nested("firstByteSeconds", proxy.firstByteSeconds(), proxy.totalSeconds(), "s");
        nested("idleSeconds", proxy.idleSeconds(), proxy.totalSeconds(), "s");
        nested("totalSeconds", proxy.totalSeconds(), proxy.drainSeconds(), "s");
        nested("totalSeconds", proxy.totalSeconds(), INGRESS_SECONDS - 1, "s");
    }

    /** Seconds between SIGTERM and SIGKILL. */
    public int containerGraceSeconds() {
        return proxy.drainSeconds() + EXIT_SECONDS;
    }

    /** Seconds that the gateway waits for the proxy, and that it lets a retired backend finish. */
    public int gatewayRequestSeconds() {
        return proxy.totalSeconds() + PASSAGE_SECONDS;
    }

    private static void nested(String name, int inner, int outer, String unit) {
        if (inner <= outer) return;
        throw new IllegalArgumentException(
                name + ": " + inner + " " + unit + " (expected: at most " + outer + " " + unit + ")");
    }
}
