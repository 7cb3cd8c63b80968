package localazure.planes.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import localazure.planes.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeQueryEngineTest {
    /** Answers with its process id and the request; a query may tell it to fail, to die, to hang or to mistake the question. */
    private static final String SCRIPT = """
            import { createInterface } from "node:readline";
            console.log(JSON.stringify({ ready: true }));
            for await (const line of createInterface({ input: process.stdin })) {
              const request = JSON.parse(line);
              if (request.query === "die") process.exit(1);
              if (request.query === "hang") continue;
              const id = request.query === "mistake" ? -1 : request.id;
              const answer = request.query === "fail" ? { error: "line 2: no" } : { columns: [], rows: [[process.pid, line]] };
              console.log(JSON.stringify({ id, ...answer }));
              if (request.query === "last") process.exit(0);
            }
            """;

    private static final Instant FROM = Instant.parse("2026-11-27T11:00:00Z");
    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");

    @TempDir
    Path folder;

    private NodeQueryEngine engine;

    @BeforeEach
    void open() throws IOException {
        engine = new NodeQueryEngine(Files.writeString(folder.resolve("engine.mjs"), SCRIPT));
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private JsonNode ask(String query) throws NotEvaluated {
        return engine.answer(query, FROM, NOW, Json.object("T", Json.array(Json.object("a", "täxt\n"))));
    }

    private long child(String query) throws NotEvaluated {
        return ask(query).at("/rows/0/0").asLong();
    }

    private String reason(String query) {
        return assertThrows(NotEvaluated.class, () -> ask(query)).getMessage();
    }

    @Test
    void a_question_goes_out_as_one_line_and_its_answer_comes_back() throws Exception {
        assertEquals(
                "{\"id\":1,\"query\":\"T\",\"from\":\"2026-11-27T11:00:00Z\",\"now\":\"2026-11-27T12:00:00Z\","
                        + "\"tables\":{\"T\":[{\"a\":\"täxt\\n\"}]}}",
                ask("T").at("/rows/0/1").asText());
    }

    @Test
    void one_child_answers_many_questions_and_a_fault_of_one_leaves_the_next_alone() throws Exception {
        long child = child("T");
        assertEquals("line 2: no", reason("fail"));
        assertEquals(child, child("T"));
    }

    @Test
    void a_child_that_died_is_started_again() throws Exception {
        long first = child("last");
        long second = child("T");
        assertTrue(first != second);
        assertTrue(reason("die").endsWith("engine.mjs: it ended (expected: an answer)"));
        assertTrue(child("T") != second);
    }

    @Test
    void an_answer_to_another_question_ends_the_child() throws Exception {
        long first = child("T");
        assertTrue(reason("mistake").endsWith("an answer to another question (expected: an answer)"));
        assertTrue(child("T") != first);
    }

    @Test
    void silence_ends_the_child() throws Exception {
        engine.close();
        engine = new NodeQueryEngine(folder.resolve("engine.mjs"), Duration.ofSeconds(5));
        ProcessHandle child = ProcessHandle.of(child("T")).orElseThrow();
        assertTrue(reason("hang").endsWith("silent for 5 s (expected: an answer)"));
        child.onExit().join();
    }

    @Test
    void a_script_that_does_not_start_is_said() {
        engine = new NodeQueryEngine(folder.resolve("absent.mjs"));
        assertTrue(reason("T").endsWith("absent.mjs: it ended (expected: an answer)"));
    }

    @Test
    void a_closed_engine_leaves_no_child_behind() throws Exception {
        ProcessHandle child = ProcessHandle.of(child("T")).orElseThrow();
        engine.close();
        child.onExit().join();
        assertTrue(reason("T").endsWith("closed (expected: an answer)"));
    }
}
