package localazure.planes.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import localazure.planes.Json;

/** A request that Azure answers with an error body. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient ObjectNode body;

    Refusal(int status, String code, String message) {
        this(status, Json.object("error", Json.object("code", code, "message", message)));
    }

    Refusal(int status, ObjectNode body) {
        super(body.toString());
        this.status = status;
        this.body = body;
    }

    int status() {
        return status;
    }

    boolean isContentFilter() {
        return body.at("/error/code").asText().equals("content_filter");
    }

    ObjectNode body() {
        return body;
    }
}
