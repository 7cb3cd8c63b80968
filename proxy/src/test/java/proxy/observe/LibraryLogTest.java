package proxy.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import proxy.testkit.ManualClock;

class LibraryLogTest {

    @AfterEach
    void restore() throws Exception {
        LogManager.getLogManager().readConfiguration();
    }

    @Test
    void a_warning_with_its_stack_trace_is_one_event() throws Exception {
        var out = new ByteArrayOutputStream();
        var events = new Events(out, new ManualClock());
        LibraryLog.into(events);
        Logger.getLogger("io.netty.Any").log(Level.WARNING, "two\nlines", new IllegalStateException("seen"));
        Logger.getLogger("io.netty.Any").log(Level.FINE, "detail");
        events.close();

        var lines = out.toString(StandardCharsets.UTF_8).lines().toList();
        assertEquals(1, lines.size(), lines.toString());
        var line = new JsonMapper().readTree(lines.getFirst());
        assertEquals("library_log", line.path("event").asText());
        assertEquals("two\nlines", line.path("message").asText());
        assertTrue(line.path("error").asText().startsWith("java.lang.IllegalStateException: seen\n\tat "));
    }
}
