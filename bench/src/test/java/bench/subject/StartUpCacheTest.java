package bench.subject;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The proxy as it was packaged, from another folder than it was made in, as a container or the local Azure runs it. */
@Timeout(120)
class StartUpCacheTest {

    private static final Path IMAGE =
            Path.of("../proxy/target/image").toAbsolutePath().normalize();
    private static final String CONFIG = """
            {"listen":{"host":"127.0.0.1","port":0,"managementPort":0},"credential":"none","callers":"none",
             "pools":[{"id":"p","requestsPerMinute":0,"tokensPerMinute":0}],
             "accounts":[{"name":"a","endpoint":"http://127.0.0.1:1"}],
             "deployments":[{"name":"gpt","account":"a","pool":"p"}]}
            """;

    @TempDir
    private Path folder;

    /** The parts, as old as in the image. */
    private void moveImage() throws IOException {
        assertTrue(Files.exists(IMAGE), "proxy/target/image: missing (expected: mvn -f proxy/pom.xml package first)");
        Files.createSymbolicLink(folder.resolve("runtime"), IMAGE.resolve("runtime"));
        Files.createDirectory(folder.resolve("lib"));
        try (var files = Files.walk(IMAGE, 2)) {
            for (var file : files.filter(it -> !it.startsWith(IMAGE.resolve("runtime")))
                    .filter(Files::isRegularFile)
                    .toList()) {
                Files.copy(file, folder.resolve(IMAGE.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    /** Until its first event: what Java has to say comes before. */
    private String start() throws IOException {
        var command = new ProcessBuilder(folder.resolve("runtime/bin/java").toString(), "@java.args")
                .directory(folder.toFile())
                .redirectErrorStream(true);
        command.environment().clear();
        command.environment().put("PROXY_CONFIG", CONFIG);
        var process = command.start();
        try (var out = process.inputReader(StandardCharsets.UTF_8)) {
            var said = new StringBuilder();
            for (var line = out.readLine(); line != null; line = out.readLine()) {
                said.append(line).append('\n');
                if (line.contains("\"event\":\"started\"")) {
                    return said.toString();
                }
            }
            throw new AssertionError("did not start: " + said);
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void it_is_used_wherever_the_image_is_and_java_has_nothing_to_say() throws IOException {
        moveImage();
        var said = start();
        assertTrue(said.startsWith("listening on ") && said.contains("\"startUpCache\":true"), said);
    }

    @Test
    void an_archive_of_another_age_makes_it_unusable_and_the_proxy_starts_with_a_warning() throws IOException {
        moveImage();
        Files.copy(IMAGE.resolve("proxy.jar"), folder.resolve("proxy.jar"), StandardCopyOption.REPLACE_EXISTING);
        startsWithoutIt();
    }

    @Test
    void a_cache_that_is_damaged_or_gone_does_not_stop_the_proxy() throws IOException {
        moveImage();
        Files.writeString(folder.resolve("proxy.aot"), "damaged");
        startsWithoutIt();
        Files.delete(folder.resolve("proxy.aot"));
        startsWithoutIt();
    }

    private void startsWithoutIt() throws IOException {
        var said = start();
        assertTrue(said.contains("[aot") && said.contains("\"startUpCache\":false"), said);
    }
}
