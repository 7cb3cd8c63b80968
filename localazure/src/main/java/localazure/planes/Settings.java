package localazure.planes;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import localazure.planes.openai.Latency;

/**
 * Where and at what pace the planes run.
 *
 * @param basePort first of the consecutive ports; 0 for any free ones
 * @param firstGateway port of the first application gateway; 0 for any free ones
 * @param firstIngress port of the first app; 0 for any free ones
 * @param engine {@code podman}, {@code docker}, {@code process}, or empty for what the machine has
 */
record Settings(
        Path stateDir,
        int basePort,
        int firstGateway,
        int firstIngress,
        String engine,
        Clock clock,
        Latency latency,
        Optional<Path> queryEngine) {
    private static final int FIRST_GATEWAY = 8443;

    /** Below the ports that the system hands out, so that nothing else has it after a restart. */
    private static final int FIRST_INGRESS = 18443;

    static Settings usual(Path stateDir, int basePort, Optional<Path> queryEngine) {
        String engine = System.getenv().getOrDefault("SLUICE_CONTAINER_ENGINE", "");
        int gateway = basePort == 0 ? 0 : FIRST_GATEWAY;
        int ingress = basePort == 0 ? 0 : FIRST_INGRESS;
        return new Settings(
                stateDir, basePort, gateway, ingress, engine, Clock.systemUTC(), Latency.USUAL, queryEngine);
    }

    int port(int offset) {
        return basePort == 0 ? 0 : basePort + offset;
    }
}
