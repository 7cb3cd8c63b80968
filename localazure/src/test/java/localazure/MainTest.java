package localazure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class MainTest {
    @TempDir
    Path dir;

    private static String errors(int code, String... arguments) {
        StringWriter errors = new StringWriter();
        CommandLine line = Main.commandLine().setErr(new PrintWriter(errors));
        assertEquals(code, line.execute(arguments));
        return errors.toString().strip();
    }

    @ParameterizedTest
    @CsvSource({
        "--port, 70000, 1..65000",
        "--port, 0, 1..65000",
        "--soft-delete-hours, -1, 0..8760",
    })
    void a_number_out_of_range_is_told_with_the_range(String option, String seen, String range) {
        assertEquals(
                option + ": " + seen + " (expected: " + range + ")",
                errors(2, "--state-dir", dir.toString(), option, seen));
    }

    @Test
    void all_faults_are_told_at_once() {
        String said = errors(2, "--state-dir", dir.toString(), "--port", "0", "--soft-delete-hours", "-1");
        assertEquals(2, said.lines().count());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--existing", "--query-engine"})
    void a_file_that_is_none_is_named(String option) {
        Path absent = dir.resolve("absent");
        assertEquals(
                option + ": " + absent + " (expected: a file)",
                errors(2, "--state-dir", dir.toString(), option, absent.toString()));
    }

    @Test
    void the_state_folder_is_asked_for() {
        assertTrue(errors(2).contains("--state-dir"));
    }

    @Test
    void a_taken_port_is_named_and_nothing_is_left_running() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int base = Math.min(taken.getLocalPort() - 1, Main.LAST_PORT);
            String said = errors(1, "--state-dir", dir.toString(), "--port", String.valueOf(base));
            assertTrue(said.startsWith("--port: "), said);
            assertTrue(said.contains(String.valueOf(taken.getLocalPort())), said);
            assertTrue(said.contains("taken (expected: ports " + base), said);
            assertEquals(1, said.lines().count());
        }
        StateLock.take(dir).close();
    }

    @Test
    void a_second_local_azure_on_the_same_state_is_refused() throws IOException {
        StateLock first = StateLock.take(dir);
        try {
            StartFailure failure = assertThrows(StartFailure.class, () -> StateLock.take(dir));
            assertEquals(
                    "--state-dir: " + dir + " is in use by another local Azure (expected: one per folder)",
                    failure.getMessage());
        } finally {
            first.close();
        }
        StateLock.take(dir).close();
    }

    @Test
    void a_state_folder_that_is_none_is_named() throws IOException {
        Path file = Files.createFile(dir.resolve("file"));
        StartFailure failure = assertThrows(StartFailure.class, () -> StateLock.take(file));
        assertTrue(failure.getMessage().startsWith("--state-dir: " + file + " (expected: a writable folder)"));
    }
}
