package proxy.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import proxy.observe.Reason;

/** Errors in the shape that OpenAI clients read: {@code {"error":{"code","message","type","param"}}}. */
final class ErrorBody {

    private static final JsonMapper JSON = new JsonMapper();

    private ErrorBody() {}

    static byte[] json(Reason reason, String message) {
        var body = JSON.createObjectNode();
        body.putObject("error")
                .put("code", reason.word())
                .put("message", message)
                .put("type", reason.type())
                .putNull("param");
        try {
            return JSON.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same as an event, which makes clients of a stream raise an error. */
    static byte[] event(Reason reason, String message) {
        return ("data: " + new String(json(reason, message), StandardCharsets.UTF_8) + "\n\n")
                .getBytes(StandardCharsets.UTF_8);
    }
}
