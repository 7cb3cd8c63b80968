package localazure.planes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import localazure.arm.ArmException;
import localazure.arm.ArmResource;
import localazure.arm.Catalogue;
import localazure.arm.Operator;
import localazure.arm.ResourceStore;
import localazure.planes.monitor.Monitor;
import localazure.planes.openai.Latency;

/** Starts the planes on free ports, with replicas as processes. */
public final class PlanesAtTestPorts {
    private PlanesAtTestPorts() {}

    public static Planes start(Path stateDir, ResourceStore store, Catalogue catalogue, Clock clock, Latency latency)
            throws IOException {
        String engine = System.getProperty("sluice.test.engine", "process");
        Settings settings = new Settings(stateDir, 0, 0, 0, engine, clock, latency, Optional.empty());
        return Planes.start(settings, store, catalogue, new KnowsAll());
    }

    public static Monitor monitor(Planes planes) {
        return planes.monitor();
    }

    /** Finds every create, and deletes what is named so. */
    private static final class KnowsAll implements Operator {
        @Override
        public Optional<ArmResource> made(String type, ObjectNode inputs) {
            return Optional.of(new ArmResource("/known/" + type, type, inputs, Json.object("name", "a")));
        }

        @Override
        public boolean delete(String id) {
            if (id.startsWith("/held/")) throw new ArmException(409, "Held", "in use");
            return id.startsWith("/known/");
        }
    }
}
