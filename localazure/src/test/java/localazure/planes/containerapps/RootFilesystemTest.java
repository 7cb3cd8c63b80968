package localazure.planes.containerapps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import localazure.planes.testkit.TestImage;
import localazure.planes.testkit.TestImage.Entry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RootFilesystemTest {
    @TempDir
    Path folder;

    private Path unpack(byte[]... layers) throws IOException {
        RootFilesystem files = new RootFilesystem(folder.resolve("root"));
        for (byte[] layer : layers) {
            Path file = Files.write(folder.resolve("layer"), layer);
            files.add(file);
        }
        return folder.resolve("root");
    }

    @Test
    void files_keep_their_bytes_permissions_and_age() throws IOException {
        Path root = unpack(TestImage.layer(Entry.file("opt/run.sh", 0750, "echo".getBytes())));
        assertEquals("echo", Files.readString(root.resolve("opt/run.sh")));
        assertEquals(
                "[OWNER_READ, OWNER_WRITE, OWNER_EXECUTE, GROUP_READ, GROUP_EXECUTE]",
                new java.util.TreeSet<>(Files.getPosixFilePermissions(root.resolve("opt/run.sh"))).toString());
        assertEquals(
                TestImage.MODIFIED_SECONDS,
                Files.getLastModifiedTime(root.resolve("opt/run.sh")).to(TimeUnit.SECONDS));
    }

    @Test
    void a_path_above_the_image_is_refused() {
        assertThrows(IOException.class, () -> unpack(TestImage.layer(Entry.file("../outside", "x"))));
        assertFalse(Files.exists(folder.resolve("outside")));
    }

    @Test
    void nothing_is_written_through_a_link_that_leads_outside() throws IOException {
        Files.createDirectory(folder.resolve("outside"));
        byte[] layer = TestImage.layer(Entry.link("etc", "../outside"), Entry.file("etc/passwd", "x"));
        assertThrows(IOException.class, () -> unpack(layer));
        assertFalse(Files.exists(folder.resolve("outside/passwd")));
    }

    @Test
    void a_file_replaces_a_link_of_its_name_and_leaves_the_target_alone() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "mine");
        unpack(TestImage.layer(Entry.link("etc", "../secret")), TestImage.layer(Entry.file("etc", "x")));
        assertEquals("mine", Files.readString(secret));
    }

    @Test
    void a_hard_link_to_a_file_outside_is_refused() throws IOException {
        Files.writeString(folder.resolve("secret"), "mine");
        byte[] direct = TestImage.layer(Entry.hardLink("copy", "../secret"));
        assertThrows(IOException.class, () -> unpack(direct));
        byte[] throughLink = TestImage.layer(Entry.link("dir", ".."), Entry.hardLink("copy", "dir/secret"));
        assertThrows(IOException.class, () -> unpack(throughLink));
    }

    @Test
    void an_absolute_link_points_inside_the_image() throws IOException {
        Path root = unpack(TestImage.layer(Entry.file("usr/lib/libc.so", "c"), Entry.link("lib", "/usr/lib")));
        assertEquals("c", Files.readString(root.resolve("lib/libc.so")));
        assertTrue(root.resolve("lib").toRealPath().startsWith(root.toRealPath()));
    }

    @Test
    void a_whiteout_removes_what_a_lower_layer_brought() throws IOException {
        Path root = unpack(
                TestImage.layer(Entry.file("a/one", "1"), Entry.file("a/two", "2"), Entry.file("b/three", "3")),
                TestImage.layer(
                        Entry.file("a/.wh.one", ""), Entry.file("b/.wh..wh..opq", ""), Entry.file("b/four", "4")));
        assertFalse(Files.exists(root.resolve("a/one")));
        assertTrue(Files.exists(root.resolve("a/two")));
        assertFalse(Files.exists(root.resolve("b/three")));
        assertTrue(Files.exists(root.resolve("b/four")));
    }
}
