package localazure.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.DateTimeException;
import java.util.Optional;
import java.util.function.Function;
import localazure.planes.Arm;
import localazure.planes.Json;
import localazure.planes.net.Exchange;

/** What requests of the control API carry. */
final class Body {
    private static final int MAX_BYTES = 16 * 1024 * 1024;

    private Body() {}

    /** @throws IllegalArgumentException when it is not JSON */
    static JsonNode json(Exchange exchange) throws IOException {
        byte[] bytes = exchange.body().readNBytes(MAX_BYTES);
        try {
            return Json.read(bytes);
        } catch (IOException e) {
            throw new IllegalArgumentException("body: " + e.getMessage() + " (expected: JSON)", e);
        }
    }

    /**
     * A time or a duration; empty when absent.
     *
     * @throws IllegalArgumentException when it is none
     */
    static <T> Optional<T> time(JsonNode body, String name, Function<String, T> parse, String example) {
        try {
            return Arm.text(body, name).map(parse);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    name + ": " + body.path(name).asText() + " (expected: as in " + example + ")", e);
        }
    }
}
