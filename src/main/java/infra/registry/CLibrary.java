package infra.registry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The C library files of this machine that a Java runtime needs: the dynamic loader and what {@code ldd} finds, and the parts
 * of the C library that Netty's native transports may ask for when they are loaded.
 */
final class CLibrary {

    private static final Pattern FOUND = Pattern.compile("(?:^|\\s)(/\\S+) \\(0x");

    /** Libraries of a runtime that load others; each only when it is there. */
    private static final List<String> ROOTS = List.of(
            "bin/java", "lib/server/libjvm.so", "lib/libjli.so", "lib/libzip.so", "lib/libnet.so", "lib/libnio.so");

    private static final List<String> COMPANIONS = List.of(
            "libc.so.6", "libm.so.6", "libpthread.so.0", "libdl.so.2", "librt.so.1", "libresolv.so.2", "libgcc_s.so.1");

    private CLibrary() {}

    /**
     * The files, by the paths under which the loader looks for them, in order.
     *
     * @param javaHome a Java runtime of the kind that the image carries
     */
    static List<Path> files(Path javaHome) {
        var files = new TreeSet<Path>();
        for (var root : ROOTS) {
            var file = javaHome.resolve(root);
            if (Files.exists(file)) files.addAll(parse(ldd(file), javaHome));
        }
        var folder = files.stream()
                .filter(file -> file.endsWith("libc.so.6"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("C library: not found by ldd " + javaHome
                        + "/bin/java (expected: a glibc system; else set sluice:baseImage)"))
                .getParent();
        COMPANIONS.stream().map(folder::resolve).filter(Files::exists).forEach(files::add);
        return List.copyOf(files);
    }

    /** The files outside the runtime that the output of {@code ldd} names. */
    static List<Path> parse(Stream<String> lines, Path javaHome) {
        return lines.flatMap(line -> FOUND.matcher(line).results())
                .map(match -> Path.of(match.group(1)).normalize())
                .filter(path -> !path.startsWith(javaHome.toAbsolutePath().normalize()))
                .toList();
    }

    private static Stream<String> ldd(Path file) {
        try {
            var process = new ProcessBuilder("ldd", file.toAbsolutePath().toString())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (var output = process.inputReader()) {
                return output.lines().toList().stream();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "ldd " + file + " (expected: a Linux machine; else set sluice:baseImage)", e);
        }
    }
}
