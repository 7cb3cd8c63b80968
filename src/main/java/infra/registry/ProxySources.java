package infra.registry;

import infra.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the image is made of: the proxy's sources, from which its tag is computed, and the parts that its build leaves.
 *
 * @param root of the repository
 * @param javaHome of the JDK 25 whose runtime the image carries
 * @param base {@code NAME@sha256:DIGEST}; the C library when empty
 * @param cLibrary files of this machine's C library by the paths under which the loader looks for them; none beside a base
 */
record ProxySources(Path root, Path javaHome, Optional<String> base, List<Path> cLibrary) {

    /** What the build is made from. */
    private static final List<String> SOURCES = List.of("proxy/pom.xml", "proxy/src/main", "build/parent/pom.xml");

    /** How the image is put together from what the build leaves. */
    private static final List<String> RECIPE =
            List.of("src/main/java/infra/registry/ImageContent.java", "src/main/java/infra/registry/ImageLayout.java");

    /** What tells one runtime from another: its version, who built it, for which processor. */
    private static final Pattern RUNTIME = Pattern.compile("(JAVA_RUNTIME_VERSION|IMPLEMENTOR|OS_ARCH)=.*");

    /** @throws IllegalArgumentException when there is no JDK 25 */
    static ProxySources of(Path root, String javaHome, Settings.Image image) {
        if (javaHome == null || !Files.exists(Path.of(javaHome, "release"))) {
            throw new IllegalArgumentException("JAVA25_HOME: " + (javaHome == null ? "absent" : javaHome)
                    + " (expected: the home of a JDK 25, whose runtime the proxy's image carries)");
        }
        var home = Path.of(javaHome);
        var cLibrary = image.base().isPresent() ? List.<Path>of() : CLibrary.files(home);
        return new ProxySources(root, home, image.base(), cLibrary);
    }

    /** Classes, options and start-up cache: what changes with every change of the sources. */
    List<Path> program() {
        return Stream.of("proxy.jar", "java.args", "proxy.aot")
                .map(image()::resolve)
                .toList();
    }

    Path dependencies() {
        return image().resolve("lib");
    }

    Path runtime() {
        return image().resolve("runtime");
    }

    private Path image() {
        return root.resolve("proxy/target/image");
    }

    /** A digest of everything that goes into the image, computed without building anything. */
    String tag() {
        var tag = new SourceTag();
        for (var source : SOURCES) tag.tree(root, root.resolve(source));
        for (var source : RECIPE) tag.tree(root, root.resolve(source));
        tag.text("runtime", runtimeVersion()).text("base", base.orElse("C library of this machine"));
        for (var file : cLibrary) tag.file(file.toString(), file);
        return tag.value();
    }

    /** @throws IllegalStateException when the build has not been run since the sources last changed */
    void checkBuilt() {
        var stamp = root.resolve("proxy/target/aot.stamp");
        var parts = Stream.concat(program().stream(), Stream.of(dependencies(), runtime(), stamp));
        if (!parts.allMatch(Files::exists)) throw stale("missing");
        var built = modified(stamp);
        for (var source : SOURCES) {
            for (var file : SourceTag.files(root.resolve(source))) {
                if (modified(file) > built) throw stale("older than " + root.relativize(file));
            }
        }
    }

    private static IllegalStateException stale(String what) {
        return new IllegalStateException("proxy/target: " + what
                + " (expected: the parts of the proxy's image; run make up, or mvn -f proxy/pom.xml package)");
    }

    private String runtimeVersion() {
        try (var lines = Files.lines(javaHome.resolve("release"))) {
            return lines.filter(line -> RUNTIME.matcher(line).matches())
                    .sorted()
                    .toList()
                    .toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long modified(Path file) {
        try {
            return Files.getLastModifiedTime(file).toMillis();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
