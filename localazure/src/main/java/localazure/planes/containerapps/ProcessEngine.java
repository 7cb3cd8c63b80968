package localazure.planes.containerapps;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import localazure.planes.Disk;

/**
 * Runs an image's own files as plain processes, where no container engine is to be had. The process sees this machine's
 * files; its program and its working directory are the image's.
 */
final class ProcessEngine implements Engine {
    /** Marks a process as a replica of one state folder; inherited by its children. */
    private static final String MARK = "SLUICE_LOCAL_AZURE";

    private static final int DEATH_SECONDS = 5;

    private final Path stateFolder;
    private final Path images;

    ProcessEngine(Path stateFolder) throws IOException {
        this.stateFolder = stateFolder.toRealPath();
        this.images = this.stateFolder.resolve("images");
    }

    @Override
    public String name() {
        return "process";
    }

    @Override
    public void prepare(Image image) throws IOException {
        Path folder = folder(image);
        if (Files.exists(folder)) return;
        Path partial = folder.resolveSibling(folder.getFileName() + ".part");
        Disk.deleteTree(partial);
        RootFilesystem files = new RootFilesystem(partial);
        for (Path layer : image.layers()) files.add(layer);
        Files.move(partial, folder, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public Process start(Launch launch) throws IOException {
        Path root = folder(launch.image());
        Path working = root.resolve(launch.image().config().workingDirectory().replaceFirst("^/+", ""));
        Files.createDirectories(working);
        List<String> line = new ArrayList<>(launch.commandLine());
        line.set(0, program(root, working, line.get(0)));
        ProcessBuilder builder =
                new ProcessBuilder(line).directory(working.toFile()).redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(launch.log().toFile()));
        String path = System.getenv("PATH");
        builder.environment().clear();
        builder.environment().putAll(launch.image().config().environment());
        builder.environment().put("PATH", path);
        builder.environment().putAll(launch.environment());
        builder.environment().put(MARK, stateFolder.toString());
        return builder.start();
    }

    private static String program(Path root, Path working, String name) {
        if (name.startsWith("/")) return root.resolve(name.substring(1)).toString();
        return name.contains("/") ? working.resolve(name).toString() : name;
    }

    @Override
    public void kill(String name, Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    @Override
    public void discard(Image image) throws IOException {
        Disk.deleteTree(folder(image));
    }

    /** Does nothing: unpacked images lie in the state folder and go with it. */
    @Override
    public void discardAll(String loginServer) {}

    private Path folder(Image image) {
        return images.resolve(image.digest().hex());
    }

    /** Ends what carries the mark of this state folder: a process gets it from us, or from a process that did. */
    @Override
    public void removeOrphans() throws IOException {
        List<ProcessHandle> orphans =
                ProcessHandle.allProcesses().filter(this::isMarked).toList();
        for (ProcessHandle orphan : orphans) {
            orphan.destroyForcibly();
            try {
                orphan.onExit().get(DEATH_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException e) {
                throw new IOException("process " + orphan.pid() + ": still there after SIGKILL", e);
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }

    private boolean isMarked(ProcessHandle process) {
        try {
            byte[] environment = Files.readAllBytes(Path.of("/proc", Long.toString(process.pid()), "environ"));
            String text = "\0" + new String(environment, StandardCharsets.UTF_8);
            return text.contains("\0" + MARK + "=" + stateFolder + "\0");
        } catch (IOException e) {
            // Gone meanwhile, or another user's: not one of ours.
            return false;
        }
    }
}
