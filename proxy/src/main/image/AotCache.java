import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Lays out the folder that becomes {@code /opt/proxy} in the image, and records its ahead-of-time cache (JEP 483, 514): {@code java
 * AotCache.java TARGET}. The cache holds loaded and linked classes, so it is taken from a real start with requests. No two are equal byte
 * for byte; it is made anew only when something that it is made from has changed.
 */
public final class AotCache {

    /** What the image gives every file. The cache names its archives by path, size and time, and is not used with others. */
    private static final FileTime TIME = FileTime.fromMillis(1_000);

    private static final String CACHE = "proxy.aot";
    private static final String ARGUMENTS = "java.args";
    private static final String MAIN = "proxy.Main";
    private static final long LIMIT_SECONDS = 120;

    /**
     * A heap as in a replica of 2 GiB. Without profiles of methods (JEP 515): with them the compilers begin at once with what was busy here,
     * and on one core that takes from the start a third of its time.
     */
    private static final List<String> RECORD = List.of(
            "-XX:MaxRAM=2g", "-XX:+UnlockDiagnosticVMOptions", "-XX:-AOTRecordTraining", "-XX:AOTCacheOutput=" + CACHE);

    private final Path target;
    private final Path image;

    private AotCache(Path target) {
        this.target = target;
        this.image = target.resolve("image");
    }

    public static void main(String[] args) throws Exception {
        new AotCache(Path.of(args[0]).toAbsolutePath()).run();
    }

    private void run() throws Exception {
        layOut();
        var stamp = target.resolve("aot.stamp");
        var wanted = inputs();
        if (!Files.exists(image.resolve(CACHE))
                || !Files.exists(stamp)
                || !Files.readString(stamp).equals(wanted)) {
            Files.deleteIfExists(stamp);
            Files.deleteIfExists(image.resolve(CACHE));
            record();
            Files.setLastModifiedTime(image.resolve(CACHE), TIME);
            check();
        }
        // Each time: its age is that of the whole build.
        Files.writeString(stamp, wanted);
    }

    private void layOut() throws IOException {
        var lib = Files.createDirectories(image.resolve("lib"));
        var wanted = files(target.resolve("lib"));
        for (var old : files(lib)) Files.delete(old);
        for (var archive : wanted) copy(archive, lib.resolve(archive.getFileName()));
        copy(target.resolve("proxy.jar"), image.resolve("proxy.jar"));
        for (var archive : wanted) unpackLibraries(archive, lib);
        copy(source(ARGUMENTS), image.resolve(ARGUMENTS));
    }

    /** Native libraries beside their archive: Netty would write them into the temporary folder at each start. */
    private static void unpackLibraries(Path archive, Path lib) throws IOException {
        try (var files = FileSystems.newFileSystem(archive)) {
            var libraries = files.getPath("META-INF/native");
            if (!Files.isDirectory(libraries)) return;
            for (var library : files(libraries)) {
                copy(library, lib.resolve(library.getFileName().toString()));
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
        Files.setLastModifiedTime(to, TIME);
    }

    /** A digest of what the cache is made from. */
    private String inputs() throws Exception {
        var digest = MessageDigest.getInstance("SHA-256");
        var inputs = new ArrayList<>(files(image.resolve("lib")));
        inputs.addAll(List.of(image.resolve("proxy.jar"), image.resolve(ARGUMENTS), target.resolve("runtime.stamp")));
        inputs.addAll(files(source(ARGUMENTS).getParent()));
        for (var input : inputs) {
            digest.update(input.getFileName().toString().getBytes());
            digest.update(Files.readAllBytes(input));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private void record() throws Exception {
        var log = target.resolve("aot.log");
        var scratch = Files.createDirectories(target.resolve("aot"));
        try (var training = new Training(scratch)) {
            var process = java(RECORD, MAIN, log, training.environment());
            try {
                training.run(process);
                process.destroy();
                if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || !Files.exists(image.resolve(CACHE))) {
                    throw new IllegalStateException("no cache came of it");
                }
            } catch (Exception e) {
                throw new IllegalStateException(
                        "ahead-of-time cache: " + e.getMessage() + "\n" + Files.readString(log), e);
            } finally {
                process.destroyForcibly();
            }
        }
    }

    /** Whether the cache is taken; of its own accord Java would only go on without it. */
    private void check() throws Exception {
        var log = target.resolve("aot-check.log");
        var process = java(List.of("-XX:AOTCache=" + CACHE, "-XX:AOTMode=on"), "-version", log, Map.of());
        if (process.waitFor() != 0) {
            throw new IllegalStateException("ahead-of-time cache: refused\n" + Files.readString(log));
        }
    }

    /** As the image runs it, but for the option that names the cache and for what it runs. */
    private Process java(List<String> options, String main, Path log, Map<String, String> environment)
            throws IOException {
        var command = new ArrayList<>(List.of(image.resolve("runtime/bin/java").toString()));
        command.addAll(options);
        Files.readAllLines(image.resolve(ARGUMENTS)).stream()
                .filter(line -> !line.startsWith("#") && !line.startsWith("-XX:AOTCache="))
                .map(line -> line.equals(MAIN) ? main : line)
                .forEach(command::add);
        var builder = new ProcessBuilder(command)
                .directory(image.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static Path source(String name) {
        return Path.of(System.getProperty("jdk.launcher.sourcefile")).resolveSibling(name);
    }
}
