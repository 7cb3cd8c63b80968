package localazure.planes.monitor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import localazure.planes.Json;
import localazure.planes.net.Threads;

/**
 * The query engine as a Node child that answers a line of JSON with a line of JSON. It is started by the first query, and again
 * by the next one after it died. One query at a time.
 */
final class NodeQueryEngine implements QueryEngine {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path script;
    private final Duration patience;
    private final ExecutorService reader = Threads.pool("query-engine");
    private volatile Process process;
    private volatile boolean closed;
    private BufferedReader in;
    private BufferedWriter out;
    private int asked;

    NodeQueryEngine(Path script) {
        this(script, PATIENCE);
    }

    /** @param patience how long an answer may take; then the child is killed */
    NodeQueryEngine(Path script, Duration patience) {
        this.script = script;
        this.patience = patience;
    }

    @Override
    public synchronized JsonNode answer(String query, Instant from, Instant now, ObjectNode tables)
            throws NotEvaluated {
        ObjectNode request = Json.object("id", ++asked, "query", query, "from", from.toString(), "now", now.toString());
        request.set("tables", tables);
        JsonNode answer = exchange(request);
        if (answer.has("error")) throw new NotEvaluated(answer.path("error").asText());
        return answer;
    }

    private JsonNode exchange(ObjectNode request) throws NotEvaluated {
        boolean fresh = process == null || !process.isAlive();
        try {
            if (fresh) start();
            return ask(request);
        } catch (IOException e) {
            kill();
            // One that sat idle may have died unseen; a new one gets the question once more. One that was silent would
            // be again.
            boolean silent = e.getCause() instanceof TimeoutException || e.getCause() instanceof InterruptedException;
            if (!fresh && !silent && !closed) return exchange(request);
            throw new NotEvaluated("--query-engine: " + script + ": " + e.getMessage() + " (expected: an answer)");
        }
    }

    private void start() throws IOException {
        if (closed) throw new IOException("closed");
        process = new ProcessBuilder("node", script.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (closed) throw new IOException("closed");
        in = process.inputReader(StandardCharsets.UTF_8);
        out = process.outputWriter(StandardCharsets.UTF_8);
        if (!line().path("ready").asBoolean()) throw new IOException("it did not say that it is ready");
    }

    private JsonNode ask(ObjectNode request) throws IOException {
        out.write(request.toString());
        out.write('\n');
        out.flush();
        JsonNode answer = line();
        if (answer.path("id").asInt() != asked) throw new IOException("an answer to another question");
        return answer;
    }

    private JsonNode line() throws IOException {
        CompletableFuture<String> line = CompletableFuture.supplyAsync(this::read, reader);
        try {
            String text = line.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (text == null) throw new IOException("it ended");
            return Json.read(text.getBytes(StandardCharsets.UTF_8));
        } catch (TimeoutException e) {
            throw new IOException("silent for " + patience.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause().getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private String read() {
        try {
            return in.readLine();
        } catch (IOException e) {
            return null;
        }
    }

    private void kill() {
        Process last = process;
        if (last != null) last.destroyForcibly();
    }

    /** Ends the child, whose question under way then has no answer. */
    @Override
    public void close() {
        closed = true;
        kill();
        reader.shutdownNow();
    }
}
