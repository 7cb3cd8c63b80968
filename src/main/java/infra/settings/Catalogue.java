package infra.settings;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which model is offered where, under which SKU, and how its quota is counted: {@code catalogue/models.json} as data.
 * Where the file has a fact from is written in the file.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Catalogue(Map<String, Region> regions, Map<String, Sku> skus, List<Model> models) {

    /** An Azure region that may host accounts. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Region(String geography, String displayName) {}

    /**
     * A deployment SKU.
     *
     * @param dataStaysIn region, geography or world
     * @param poolScope what Azure counts quota in: region, geography or subscription
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Sku(String dataStaysIn, String poolScope) {
        public DataBoundary boundary() {
            return DataBoundary.of(dataStaysIn)
                    .orElseThrow(() -> new IllegalStateException(
                            "dataStaysIn: " + dataStaysIn + " (expected: region, geography or world)"));
        }
    }

    /**
     * One version of a model.
     *
     * @param kind chat or embeddings
     * @param regions regions that offer it, by SKU
     * @param poolScope pool scopes that differ from those of the SKU, by SKU
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Model(
            String name,
            String version,
            String kind,
            int requestsPerMinutePerThousandTokens,
            int defaultQuotaThousandTokensPerMinute,
            Map<String, List<String>> regions,
            Map<String, String> poolScope) {
        public Model {
            poolScope = poolScope == null ? Map.of() : Map.copyOf(poolScope);
        }

        public boolean embeds() {
            return kind.equals("embeddings");
        }

        /** Regions that offer the model under this SKU. */
        public List<String> regionsOf(String sku) {
            return regions.getOrDefault(sku, List.of());
        }
    }

    /** The catalogue on the class path. */
    public static Catalogue load() {
        try (var file = Catalogue.class.getResourceAsStream("/catalogue/models.json")) {
            return new ObjectMapper().readValue(file, Catalogue.class);
        } catch (IOException e) {
            throw new UncheckedIOException("catalogue/models.json", e);
        }
    }

    public Optional<Model> model(String name, String version) {
        return models.stream()
                .filter(each -> each.name().equals(name) && each.version().equals(version))
                .findFirst();
    }

    /** Versions of a model, empty when the catalogue does not know it. */
    public List<String> versions(String name) {
        return models.stream()
                .filter(each -> each.name().equals(name))
                .map(Model::version)
                .toList();
    }

    /** Where data may be processed: the geography of the region, or the world when the SKU lets it go anywhere. */
    public String reach(String sku, String region) {
        return skus.get(sku).boundary() == DataBoundary.WORLD
                ? DataBoundary.WORLD.word()
                : regions.get(region).geography();
    }

    /** Where the quota of this model and SKU is counted for an account in {@code region}: a region, a geography or "subscription". */
    public String poolPlace(Model model, String sku, String region) {
        var scope = model.poolScope().getOrDefault(sku, skus.get(sku).poolScope());
        return switch (scope) {
            case "region" -> region;
            case "geography" -> regions.get(region).geography();
            case "subscription" -> "subscription";
            default ->
                throw new IllegalStateException(
                        "poolScope: " + scope + " (expected: region, geography or subscription)");
        };
    }
}
