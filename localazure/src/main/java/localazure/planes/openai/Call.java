package localazure.planes.openai;

import com.fasterxml.jackson.databind.JsonNode;

/** One request that has found its deployment. */
record Call(Deployment deployment, Operation operation, String apiVersion, JsonNode body) {
    boolean streams() {
        return operation != Operation.EMBEDDINGS && body.path("stream").asBoolean();
    }

    /** How many tokens the answer may have at most; negative when the caller set no limit. */
    long maxTokens() {
        for (String name : new String[] {"max_completion_tokens", "max_output_tokens", "max_tokens"}) {
            if (body.path(name).isNumber()) return body.path(name).asLong();
        }
        return -1;
    }

    /** How many answers the service computes for it. */
    long answers() {
        return Math.max(
                1, Math.max(body.path("n").asLong(1), body.path("best_of").asLong(1)));
    }
}
