package infra.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Defaults of structured keys. {@code Pulumi.yaml} shows the same ones to people; a test holds the two together. */
final class Defaults {

    static final JsonNode MODELS = json("""
            [{"name": "gpt-5.1", "model": "gpt-5.1", "version": "2025-11-13", "sku": "DataZoneStandard",
              "capacityThousandTokensPerMinute": 50},
             {"name": "gpt-5-mini", "model": "gpt-5-mini", "version": "2025-08-07", "sku": "DataZoneStandard",
              "capacityThousandTokensPerMinute": 100},
             {"name": "text-embedding-3-large", "model": "text-embedding-3-large", "version": "1", "sku": "Standard",
              "capacityThousandTokensPerMinute": 50}]
            """);

    private Defaults() {}

    static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
