package localazure.planes.containerapps;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import localazure.planes.registry.Digest;

/** Runs replicas as containers on the host's network, with podman or docker. */
final class ContainerEngine implements Engine {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String LABEL = "sluice.local-azure";
    private static final String CA_IN_CONTAINER = "/etc/sluice-ca.pem";
    private static final int NAME_HASH = 8;

    /** crun fails on cgroups of recent kernels with podman 4.3, and its default limits exceed a hard limit of 1024. */
    private static final List<String> PODMAN_RUN =
            List.of("--runtime", "runc", "--ulimit", "nofile=1024:1024", "--ulimit", "nproc=1024:1024");

    private final String program;
    private final Path stateFolder;
    private final String registryAddress;
    private final Path caFile;

    ContainerEngine(String program, Path stateFolder, String registryAddress, Path caFile) throws IOException {
        this.program = program;
        this.stateFolder = stateFolder.toRealPath();
        this.registryAddress = registryAddress;
        this.caFile = caFile.toRealPath();
    }

    /** True when the engine is there and answers. */
    static boolean answers(String program) {
        try {
            run(List.of(program, "info"));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public String name() {
        return program;
    }

    @Override
    public void prepare(Image image) throws IOException {
        List<String> line = new ArrayList<>(List.of(program, "pull", "--quiet"));
        if (isPodman()) line.add("--tls-verify=false");
        line.add(reference(image));
        run(line);
    }

    @Override
    public Process start(Launch launch) throws IOException {
        List<String> line = new ArrayList<>(List.of(program, "run", "--rm", "--pull", "never", "--network", "host"));
        line.addAll(List.of("--name", containerName(launch.name()), "--label", label()));
        if (isPodman()) line.addAll(PODMAN_RUN);
        line.addAll(List.of("--volume", caFile + ":" + CA_IN_CONTAINER + ":ro"));
        Map<String, String> environment = new TreeMap<>(launch.environment());
        environment.put("SSL_CERT_FILE", CA_IN_CONTAINER);
        // By name alone: values stay off the command line, which every user of the machine can read.
        environment.keySet().forEach(name -> line.addAll(List.of("--env", name)));
        line.addAll(List.of("--entrypoint", launch.commandLine().get(0), reference(launch.image())));
        line.addAll(launch.commandLine().subList(1, launch.commandLine().size()));
        ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(launch.log().toFile()));
        // What the engine itself is steered by stays as it is.
        environment.forEach((name, value) -> builder.environment().put(name, value));
        return builder.start();
    }

    @Override
    public void kill(String name, Process process) {
        try {
            run(List.of(program, "rm", "--force", containerName(name)));
        } catch (IOException e) {
            // Gone already.
        }
        process.destroyForcibly();
    }

    @Override
    public void discard(Image image) throws IOException {
        run(List.of(program, "rmi", reference(image)));
    }

    @Override
    public void discardAll(String loginServer) throws IOException {
        String prefix = registryAddress + "/" + loginServer + "/";
        // By name: removing by id would take the names that other registries have for the same image, and their
        // containers.
        for (String name : run(List.of(program, "images", "--format", "{{.Repository}}@{{.Digest}}"))
                .split("\n")) {
            if (name.startsWith(prefix)) run(List.of(program, "rmi", "--force", name));
        }
    }

    @Override
    public void removeOrphans() throws IOException {
        for (String id : run(List.of(program, "ps", "--all", "--quiet", "--filter", "label=" + label()))
                .split("\\s+")) {
            if (!id.isEmpty()) run(List.of(program, "rm", "--force", id));
        }
    }

    private boolean isPodman() {
        return program.equals("podman");
    }

    private String label() {
        return LABEL + "=" + stateFolder;
    }

    private String containerName(String replica) {
        String hash = Digest.of(stateFolder.toString().getBytes(StandardCharsets.UTF_8))
                .hex();
        return "sluice-" + hash.substring(0, NAME_HASH) + "-" + replica;
    }

    private String reference(Image image) {
        return registryAddress + "/" + image.repository() + "@" + image.digest();
    }

    private static String run(List<String> line) throws IOException {
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        process.onExit()
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .exceptionally(late -> process.destroyForcibly());
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
        try {
            if (process.waitFor() == 0) return said;
        } catch (InterruptedException e) {
            process.destroyForcibly();
            throw new IOException(e);
        }
        throw new IOException(String.join(" ", line) + ": exit " + process.exitValue() + ": " + said);
    }
}
