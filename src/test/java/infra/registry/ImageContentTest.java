package infra.registry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.TarImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageContentTest {

    @TempDir
    Path root;

    private ProxySources sources;

    @BeforeEach
    void build() throws IOException {
        sources = FakeProxyBuild.create(root, Optional.empty());
    }

    @Test
    void equal_parts_give_equal_bytes() throws Exception {
        var first = Files.readAllBytes(image("first"));
        FakeProxyBuild.built(root, "proxy/target/image/lib/netty.jar", "netty");
        assertArrayEquals(first, Files.readAllBytes(image("second")));
    }

    @Test
    void changed_classes_move_one_layer() throws Exception {
        var before = layers(image("before"));
        FakeProxyBuild.built(root, "proxy/target/image/proxy.jar", "other classes");
        var after = layers(image("after"));
        assertEquals(5, before.size());
        assertEquals(before.subList(0, 4), after.subList(0, 4));
        assertTrue(!before.get(4).equals(after.get(4)));
    }

    @Test
    void runtime_dependencies_and_classes_are_where_the_entry_point_looks() throws Exception {
        var image = image("image");
        var files = files(image);
        assertEquals(0755, files.get("opt/proxy/runtime/bin/java").getMode() & 0777);
        assertEquals(0644, files.get("opt/proxy/lib/netty.jar").getMode() & 0777);
        assertTrue(files.containsKey("opt/proxy/proxy.jar"));
        var config = config(image).get("config");
        assertEquals("/opt/proxy", config.get("WorkingDir").asText());
        assertEquals(
                "/opt/proxy/runtime/bin/java", config.get("Entrypoint").get(0).asText());
        assertEquals("@java.args", config.get("Entrypoint").get(1).asText());
        assertTrue(files.containsKey("opt/proxy/java.args"));
    }

    /** A cache is used only with archives of the size and time that they had when it was recorded. */
    @Test
    void the_start_up_cache_is_there_and_every_archive_is_as_old_as_it_knows_them() throws Exception {
        var files = files(image("image"));
        assertTrue(files.containsKey("opt/proxy/proxy.aot"));
        for (var archive : List.of("opt/proxy/proxy.jar", "opt/proxy/lib/netty.jar")) {
            assertEquals(1_000, files.get(archive).getLastModifiedDate().getTime(), archive);
        }
    }

    @Test
    void the_user_is_nobody_and_owns_only_the_temporary_folder() throws Exception {
        var image = image("image");
        var files = files(image);
        assertEquals("10001", config(image).get("config").get("User").asText());
        assertTrue(files.containsKey("etc/passwd"));
        files.forEach((name, entry) -> assertEquals(name.equals("tmp/") ? 10001 : 0, entry.getLongUserId(), name));
    }

    @Test
    void the_c_library_is_there_under_the_names_that_the_loader_asks_for() throws Exception {
        var files = files(image("image"));
        for (var file : sources.cLibrary()) {
            var entry = files.get(file.toString().substring(1));
            assertTrue(entry != null && entry.isFile() && entry.getSize() > 0, file.toString());
        }
    }

    private Path image(String name) throws Exception {
        var tar = root.resolve(name + ".tar");
        var target = Containerizer.to(TarImage.at(tar).named("proxy"))
                .setApplicationLayersCache(root.resolve(name + "-cache"))
                .setBaseImageLayersCache(root.resolve(name + "-cache"))
                .setOfflineMode(true);
        ImageContent.of(sources, root.resolve(name + "-files")).containerize(target);
        return tar;
    }

    private static List<String> layers(Path image) throws IOException {
        var layers = new ArrayList<String>();
        config(image).get("rootfs").get("diff_ids").forEach(each -> layers.add(each.asText()));
        return layers;
    }

    private static JsonNode config(Path image) throws IOException {
        var parts = parts(image);
        return new ObjectMapper().readTree(parts.get("config.json"));
    }

    /** What the layers leave when they are laid over each other. */
    private static Map<String, TarArchiveEntry> files(Path image) throws IOException {
        var parts = parts(image);
        var files = new LinkedHashMap<String, TarArchiveEntry>();
        for (var layer :
                new ObjectMapper().readTree(parts.get("manifest.json")).get(0).get("Layers")) {
            var bytes = new ByteArrayInputStream(parts.get(layer.asText()));
            read(new GZIPInputStream(bytes), (entry, content) -> files.put(entry.getName(), entry));
        }
        return files;
    }

    private static Map<String, byte[]> parts(Path image) throws IOException {
        var parts = new HashMap<String, byte[]>();
        read(Files.newInputStream(image), (entry, bytes) -> parts.put(entry.getName(), bytes));
        return parts;
    }

    private static void read(InputStream stream, java.util.function.BiConsumer<TarArchiveEntry, byte[]> each)
            throws IOException {
        try (var tar = new TarArchiveInputStream(stream)) {
            for (TarArchiveEntry entry; (entry = tar.getNextEntry()) != null; ) each.accept(entry, tar.readAllBytes());
        }
    }
}
