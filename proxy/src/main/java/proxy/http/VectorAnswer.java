package proxy.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import proxy.observe.TokenUsage;

/**
 * What an embedding deployment says of texts.
 *
 * @param vectors one a text, in their order, all of as many numbers; none of them says nothing
 */
record VectorAnswer(List<float[]> vectors, TokenUsage usage) {

    private static final JsonMapper JSON = new JsonMapper();

    /**
     * Reads long numbers in decimals: not on an event loop.
     *
     * @throws IOException when a vector is missing or cannot be compared: it would be taken for one that is near nothing
     */
    static VectorAnswer read(ByteBuf body, int texts) throws IOException {
        try (InputStream in = new ByteBufInputStream(body.duplicate())) {
            var json = JSON.readTree(in);
            var vectors = new float[texts][];
            for (var each : json.path("data")) {
                var index = each.path("index").asInt(-1);
                if (index >= 0 && index < texts) {
                    vectors[index] = vector(each.path("embedding"));
                }
            }
            var sized = new ArrayList<float[]>(texts);
            for (var vector : vectors) {
                if (!usable(vector) || vector.length != vectors[0].length) {
                    throw new IOException("a vector is missing, or is none");
                }
                sized.add(vector);
            }
            var tokens = json.path("usage").path("prompt_tokens");
            return new VectorAnswer(
                    sized, tokens.isIntegralNumber() ? TokenUsage.exact(tokens.longValue(), 0) : TokenUsage.UNKNOWN);
        }
    }

    private static float[] vector(JsonNode numbers) {
        var vector = new float[numbers.size()];
        for (var index = 0; index < vector.length; index++) {
            vector[index] = numbers.path(index).isNumber() ? numbers.path(index).floatValue() : Float.NaN;
        }
        return vector;
    }

    private static boolean usable(float[] vector) {
        if (vector == null) {
            return false;
        }
        var squares = 0.0;
        for (var number : vector) {
            squares += (double) number * number;
        }
        return squares > 0 && Double.isFinite(squares);
    }
}
