package infra.registry;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import infra.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProxySourcesTest {

    private static final String HOW =
            " (expected: the parts of the proxy's image; run make up, or mvn -f proxy/pom.xml package)";

    @TempDir
    Path root;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "proxy/pom.xml",
                "proxy/src/main/java/proxy/Main.java",
                "proxy/src/main/java/proxy/New.java",
                "build/parent/pom.xml",
                "src/main/java/infra/registry/ImageContent.java",
                "src/main/java/infra/registry/ImageLayout.java",
                "jdk/release"
            })
    void a_changed_source_changes_the_tag(String path) throws IOException {
        var sources = FakeProxyBuild.create(root, Optional.of(FakeProxyBuild.BASE));
        var before = sources.tag();
        FakeProxyBuild.source(root, path, "JAVA_RUNTIME_VERSION=changed");
        assertNotEquals(before, sources.tag());
    }

    @Test
    void another_base_changes_the_tag() throws IOException {
        var one = FakeProxyBuild.create(root, Optional.of(FakeProxyBuild.BASE)).tag();
        var other = FakeProxyBuild.create(root, Optional.of(FakeProxyBuild.BASE.replace('0', '1')))
                .tag();
        assertNotEquals(one, other);
    }

    @Test
    void a_runtime_for_another_processor_changes_the_tag() throws IOException {
        var sources = FakeProxyBuild.create(root, Optional.of(FakeProxyBuild.BASE));
        var before = sources.tag();
        FakeProxyBuild.built(root, "jdk/release", "JAVA_RUNTIME_VERSION=\"25.0.1+8\"\nOS_ARCH=\"aarch64\"\n");
        assertNotEquals(before, sources.tag());
    }

    @Test
    void another_c_library_changes_the_tag() throws IOException {
        var sources = FakeProxyBuild.create(root, Optional.empty());
        var before = sources.tag();
        FakeProxyBuild.built(root, "lib/libc-2.so", "another libc");
        assertNotEquals(before, sources.tag());
    }

    @Test
    void a_renamed_source_changes_the_tag() throws IOException {
        var sources = FakeProxyBuild.create(root, Optional.of(FakeProxyBuild.BASE));
        var before = sources.tag();
        var file = root.resolve("proxy/src/main/java/proxy/Main.java");
        Files.move(file, file.resolveSibling("Start.java"));
        assertNotEquals(before, sources.tag());
    }

    @Test
    void what_a_build_leaves_and_when_does_not_change_the_tag() throws IOException {
        var sources = FakeProxyBuild.create(root, Optional.of(FakeProxyBuild.BASE));
        var before = sources.tag();
        FakeProxyBuild.built(root, "proxy/target/image/proxy.jar", "other classes");
        FakeProxyBuild.built(root, "proxy/target/image/proxy.aot", "another cache");
        FakeProxyBuild.write(root, "proxy/pom.xml", "<project/>", Instant.now());
        assertEquals(before, sources.tag());
        assertTrue(before.matches("[0-9a-f]{20}"), before);
    }

    @Test
    void a_fresh_build_is_taken() throws IOException {
        var sources = FakeProxyBuild.create(root, Optional.of(FakeProxyBuild.BASE));
        assertDoesNotThrow(sources::checkBuilt);
    }

    @Test
    void a_missing_build_is_said() throws IOException {
        var sources = FakeProxyBuild.create(root, Optional.of(FakeProxyBuild.BASE));
        Files.delete(root.resolve("proxy/target/image/proxy.jar"));
        assertEquals(
                "proxy/target: missing" + HOW,
                assertThrows(IllegalStateException.class, sources::checkBuilt).getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"proxy/src/main/java/proxy/Main.java", "proxy/pom.xml", "build/parent/pom.xml"})
    void a_build_older_than_what_it_is_made_from_is_said(String source) throws IOException {
        var sources = FakeProxyBuild.create(root, Optional.of(FakeProxyBuild.BASE));
        FakeProxyBuild.write(root, source, "changed", Instant.now());
        assertEquals(
                "proxy/target: older than " + source + HOW,
                assertThrows(IllegalStateException.class, sources::checkBuilt).getMessage());
    }

    @Test
    void without_a_jdk_25_nothing_begins() {
        var image = new Settings.Image(Optional.of(FakeProxyBuild.BASE), Optional.empty());
        var rule = " (expected: the home of a JDK 25, whose runtime the proxy's image carries)";
        assertEquals(
                "JAVA25_HOME: absent" + rule,
                assertThrows(IllegalArgumentException.class, () -> ProxySources.of(root, null, image))
                        .getMessage());
        assertEquals(
                "JAVA25_HOME: /nowhere" + rule,
                assertThrows(IllegalArgumentException.class, () -> ProxySources.of(root, "/nowhere", image))
                        .getMessage());
    }

    @Test
    void the_c_library_is_what_ldd_names_outside_the_runtime() {
        var lines = List.of(
                "\tlinux-vdso.so.1 (0x00007ffd5a5f2000)",
                "\tlibjli.so => /opt/jdk/bin/../lib/libjli.so (0x00007f3c5e2a0000)",
                "\tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f3c5e0b0000)",
                "\tlibX11.so.6 => not found",
                "\t/lib64/ld-linux-x86-64.so.2 (0x00007f3c5e2c0000)");
        assertEquals(
                List.of(Path.of("/lib/x86_64-linux-gnu/libc.so.6"), Path.of("/lib64/ld-linux-x86-64.so.2")),
                CLibrary.parse(lines.stream(), Path.of("/opt/jdk")));
    }

    @Test
    void this_machines_c_library_has_a_loader_and_a_libc() {
        var names = CLibrary.files(Path.of(System.getProperty("java.home"))).stream()
                .map(file -> file.getFileName().toString())
                .toList();
        assertTrue(names.contains("libc.so.6"), names.toString());
        assertTrue(names.stream().anyMatch(name -> name.startsWith("ld-linux")), names.toString());
    }
}
