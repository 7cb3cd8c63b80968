package localazure.planes.containerapps;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Logger;
import java.util.stream.Stream;

/** Chooses the engine by what the machine has, and says so in one line. */
final class Engines {
    private static final Logger LOG = Logger.getLogger(Engines.class.getName());
    private static final String CHOICE = "SLUICE_CONTAINER_ENGINE";

    private Engines() {}

    /** @param wanted the value of {@code SLUICE_CONTAINER_ENGINE}, or empty */
    static Engine choose(String wanted, Path stateFolder, String registryAddress, Path caFile) throws IOException {
        String name = wanted.isEmpty() ? found() : wanted;
        String why = wanted.isEmpty() ? "found on this machine" : CHOICE;
        LOG.info("container apps run with: " + name + " (" + why + ")");
        return switch (name) {
            case "podman", "docker" -> new ContainerEngine(name, stateFolder, registryAddress, caFile);
            case "process" -> new ProcessEngine(stateFolder);
            default -> throw new IOException(CHOICE + ": " + wanted + " (expected: podman, docker or process)");
        };
    }

    private static String found() {
        if (onPath("podman") && onPath("runc") && ContainerEngine.answers("podman")) return "podman";
        if (onPath("docker") && ContainerEngine.answers("docker")) return "docker";
        return "process";
    }

    private static boolean onPath(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
