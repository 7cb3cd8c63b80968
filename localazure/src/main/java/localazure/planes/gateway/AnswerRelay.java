package localazure.planes.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import localazure.planes.net.EventStream;
import localazure.planes.net.Exchange;

/** Passes a backend's answer on: as it comes, or collected first when the gateway buffers answers. */
final class AnswerRelay {
    private static final Set<String> NOT_PASSED = Set.of(
            "connection", "keep-alive", "transfer-encoding", "content-length", "content-type", "upgrade", ":status");
    private static final int PIECE_BYTES = 16 * 1024;

    private final boolean buffers;
    private final ScheduledExecutorService timer;

    AnswerRelay(boolean buffers, ScheduledExecutorService timer) {
        this.buffers = buffers;
        this.timer = timer;
    }

    /**
     * Passes the whole answer.
     *
     * @param silence after which an answer that has begun is broken off
     * @throws IOException when either side left; the client's connection is of no use then
     */
    void pass(HttpResponse<InputStream> answer, Exchange exchange, Duration silence) throws IOException {
        answer.headers().map().forEach((name, values) -> {
            if (!NOT_PASSED.contains(name.toLowerCase(Locale.ROOT))) exchange.set(name, String.join(", ", values));
        });
        String type = answer.headers().firstValue("content-type").orElse("application/octet-stream");
        OptionalLong length = answer.headers().firstValueAsLong("content-length");
        try (InputStream in = answer.body()) {
            if (answer.statusCode() == 204
                    || answer.statusCode() == 304
                    || exchange.method().equals("HEAD")) {
                exchange.sendEmpty(answer.statusCode());
            } else if (buffers || length.isPresent()) {
                exchange.send(answer.statusCode(), type, in.readAllBytes());
            } else {
                stream(in, exchange.stream(answer.statusCode(), type), silence);
            }
        }
    }

    private void stream(InputStream in, EventStream out, Duration silence) throws IOException {
        byte[] piece = new byte[PIECE_BYTES];
        for (int read = read(in, piece, silence); read >= 0; read = read(in, piece, silence)) {
            out.write(piece, read);
        }
        out.end();
    }

    private int read(InputStream in, byte[] piece, Duration silence) throws IOException {
        ScheduledFuture<?> end = timer.schedule(() -> close(in), silence.toMillis(), TimeUnit.MILLISECONDS);
        try {
            return in.read(piece);
        } finally {
            end.cancel(false);
        }
    }

    private static void close(InputStream in) {
        try {
            in.close();
        } catch (IOException e) {
            // The reader sees it too.
        }
    }
}
