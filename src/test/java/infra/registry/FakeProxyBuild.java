package infra.registry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A repository whose proxy has been built, with a few bytes for each part. */
final class FakeProxyBuild {

    static final String BASE = "debian@sha256:" + "0".repeat(64);

    private static final Instant SOURCES = Instant.parse("2026-01-01T00:00:00Z");

    private FakeProxyBuild() {}

    static ProxySources create(Path root, Optional<String> base) throws IOException {
        source(root, "proxy/pom.xml", "<project/>");
        source(root, "proxy/src/main/java/proxy/Main.java", "class Main {}");
        source(root, "build/parent/pom.xml", "<project/>");
        source(root, "src/main/java/infra/registry/ImageContent.java", "class ImageContent {}");
        source(root, "src/main/java/infra/registry/ImageLayout.java", "class ImageLayout {}");
        built(root, "proxy/target/image/proxy.jar", "classes");
        built(root, "proxy/target/image/java.args", "proxy.Main");
        built(root, "proxy/target/image/proxy.aot", "cache");
        built(root, "proxy/target/image/lib/netty.jar", "netty");
        built(root, "proxy/target/image/runtime/lib/modules", "modules");
        built(root, "proxy/target/image/runtime/bin/java", "java").toFile().setExecutable(true);
        built(root, "proxy/target/aot.stamp", "");
        built(root, "jdk/release", "JAVA_RUNTIME_VERSION=\"25.0.1+8\"\n");
        var libc = built(root, "lib/libc-2.so", "libc");
        var link = root.resolve("lib/libc.so.6");
        if (!Files.exists(link)) Files.createSymbolicLink(link, libc);
        return new ProxySources(root, root.resolve("jdk"), base, base.isPresent() ? List.of() : List.of(link));
    }

    static Path source(Path root, String path, String text) throws IOException {
        return write(root, path, text, SOURCES);
    }

    static Path built(Path root, String path, String text) throws IOException {
        return write(root, path, text, SOURCES.plusSeconds(60));
    }

    static Path write(Path root, String path, String text, Instant time) throws IOException {
        var file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return Files.setLastModifiedTime(file, FileTime.from(time));
    }
}
