package localazure.arm;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The model catalogue: what Azure offers where, and how quota is counted.
 *
 * @param regions by Azure region name, for instance {@code eastus}
 * @param skus by SKU name, for instance {@code DataZoneStandard}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Catalogue(Map<String, Region> regions, Map<String, Sku> skus, List<Model> models) {
    /** @param geography two-letter geography, for instance {@code eu} */
    public record Region(String geography, String displayName) {}

    /**
     * @param dataStaysIn {@code region}, {@code geography} or {@code world}
     * @param poolScope {@code region}, {@code geography} or {@code world}: what quota is counted by, besides the
     *     subscription, model, version and SKU
     */
    public record Sku(String unit, String dataStaysIn, String poolScope) {}

    /**
     * @param retires ISO date on which Azure withdraws the model
     * @param kind {@code chat} or {@code embeddings}
     * @param requestsPerMinutePerThousandTokens requests per minute that come with one unit of capacity
     * @param regions region names by SKU
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Model(
            String name,
            String version,
            String retires,
            String kind,
            int requestsPerMinutePerThousandTokens,
            int defaultQuotaThousandTokensPerMinute,
            Map<String, List<String>> regions) {
        public boolean offered(String sku, String region) {
            return regions.getOrDefault(sku, List.of()).contains(region);
        }
    }

    /** Reads the catalogue that the build packed. */
    public static Catalogue load() {
        try (InputStream in = Catalogue.class.getResourceAsStream("/catalogue/models.json")) {
            return new ObjectMapper().readValue(in, Catalogue.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where quota of a SKU is counted together: the region, its geography or {@code world}. */
    public String quotaPlace(String sku, String region) {
        String scope = skus.containsKey(sku) ? skus.get(sku).poolScope() : "region";
        return switch (scope) {
            case "region" -> region;
            case "geography" -> regions.get(region).geography();
            default -> scope;
        };
    }

    public Optional<Model> model(String name, String version) {
        return models.stream()
                .filter(each -> each.name().equals(name) && each.version().equals(version))
                .findFirst();
    }
}
