package proxy.http;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import proxy.api.Prompt;
import proxy.balance.RequestFacts;
import proxy.io.EncodedField;
import proxy.upstream.Upstream;

/** Texts whose vectors an embedding deployment is asked for. */
final class EmbeddingRequest {

    private static final JsonMapper JSON = new JsonMapper();

    private final String deployment;
    private final byte[] body;
    private final int texts;

    private EmbeddingRequest(String deployment, byte[] body, int texts) {
        this.deployment = deployment;
        this.body = body;
        this.texts = texts;
    }

    static EmbeddingRequest of(String deployment, List<String> texts) {
        var body = JSON.createObjectNode().put("model", deployment).put("encoding_format", "float");
        texts.forEach(body.putArray("input")::add);
        try {
            return new EmbeddingRequest(deployment, JSON.writeValueAsBytes(body), texts.size());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How many. */
    int texts() {
        return texts;
    }

    /** Of whom. */
    String deployment() {
        return deployment;
    }

    /** What the balancer is told of it. @param attempts that there were before */
    RequestFacts facts(RequestFacts.Asker asker, int attempts) {
        var tokens = new Prompt(body.length, 0).tokens();
        return new RequestFacts(deployment, tokens, 0, false, 0, "", asker, new Trail(0, null).history(attempts, 1));
    }

    /** As an account gets it. */
    Upstream.Request to(Optional<EncodedField> credential, String requestId) {
        var fields = new DefaultHttpHeaders().set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON);
        return new Upstream.Request(
                HttpMethod.POST,
                "/openai/v1/embeddings",
                HeaderFields.toAccount(fields, requestId, credential, body.length),
                Unpooled.wrappedBuffer(body));
    }
}
