package localazure.planes.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import localazure.planes.Json;

/** Embeddings: unit vectors that depend on the text alone, as numbers or as base64 of little-endian floats. */
final class EmbeddingShape implements Shape {
    private static final int LARGE = 3072;
    private static final int SMALL = 1536;

    @Override
    public Prompt prompt(JsonNode body) throws Refusal {
        List<String> inputs = inputs(body);
        if (inputs.isEmpty()) throw Shape.invalid("input", "'input' is a required property");
        String all = String.join("\n", inputs);
        return new Prompt(all, all);
    }

    @Override
    public String idPrefix() {
        return "embd-";
    }

    @Override
    public ObjectNode whole(Answer answer, JsonNode body) {
        int usual = answer.deployment().model().endsWith("-large") ? LARGE : SMALL;
        int dimensions = body.path("dimensions").asInt(usual);
        boolean base64 = body.path("encoding_format").asText().equals("base64");
        ArrayNode data = Json.array();
        for (String input : inputs(body)) {
            float[] vector = vector(input, dimensions);
            data.add(Json.object(
                    "object", "embedding", "index", data.size(), "embedding", base64 ? base64(vector) : vector));
        }
        long tokens = answer.prompt().tokens();
        return Json.object(
                "object",
                "list",
                "data",
                data,
                "model",
                answer.deployment().model(),
                "usage",
                Json.object("prompt_tokens", tokens, "total_tokens", tokens));
    }

    private static List<String> inputs(JsonNode body) {
        JsonNode input = body.path("input");
        if (!input.isArray()) return input.asText("").isEmpty() ? List.of() : List.of(input.asText());
        // An array of numbers is one text, already cut into tokens.
        if (input.path(0).isNumber()) return List.of(input.toString());
        List<String> texts = new ArrayList<>();
        input.forEach(each -> texts.add(each.isTextual() ? each.asText() : each.toString()));
        return texts;
    }

    private static float[] vector(String text, int dimensions) {
        SplittableRandom random = new SplittableRandom(text.hashCode());
        float[] vector = new float[dimensions];
        double squares = 0;
        for (int i = 0; i < dimensions; i++) {
            vector[i] = (float) (random.nextDouble() - 0.5);
            squares += vector[i] * vector[i];
        }
        for (int i = 0; i < dimensions; i++) vector[i] /= (float) Math.sqrt(squares);
        return vector;
    }

    private static String base64(float[] vector) {
        ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(vector);
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    @Override
    public List<String> opening(Answer answer) {
        throw new IllegalStateException("embeddings do not stream");
    }

    @Override
    public String token(Answer answer, int index) {
        throw new IllegalStateException("embeddings do not stream");
    }

    @Override
    public List<String> closing(Answer answer) {
        throw new IllegalStateException("embeddings do not stream");
    }
}
