package localazure.planes;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import localazure.arm.Catalogue;
import localazure.arm.ResourceStore;
import localazure.planes.openai.Latency;

/** Starts the planes on free ports, with replicas as processes. */
public final class PlanesAtTestPorts {
    private PlanesAtTestPorts() {}

    public static Planes start(Path stateDir, ResourceStore store, Catalogue catalogue, Clock clock, Latency latency)
            throws IOException {
        String engine = System.getProperty("sluice.test.engine", "process");
        Planes.Settings settings = new Planes.Settings(stateDir, 0, 0, engine, clock, latency);
        return Planes.start(settings, store, catalogue, (type, inputs) -> Optional.of("/known/" + type));
    }
}
