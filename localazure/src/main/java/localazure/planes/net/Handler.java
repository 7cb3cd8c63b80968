package localazure.planes.net;

import java.io.IOException;

/** Answers one HTTP request. */
@FunctionalInterface
public interface Handler {
    /** @throws IOException when the client has gone; the connection is closed then */
    void handle(Exchange exchange) throws IOException;
}
