package infra.plan;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * {@code catalogue/prices.json} as data.
 *
 * @param date of the table
 * @param free types that cost nothing, or by use alone
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record PriceTable(String date, String currency, String note, List<Price> prices, List<String> free) {

    /** What a price is for. */
    public enum Per {
        /** Each resource. */
        RESOURCE,
        /** Each replica that always runs. */
        REPLICA
    }

    /**
     * The price of a kind.
     *
     * @param type of the resource, without a version
     * @param monthly in the table's currency
     * @param verified whether it was read in a source of Microsoft's
     */
    public record Price(String type, String kind, Per per, double monthly, boolean verified, String source) {}

    public static PriceTable load() {
        try (var file = PriceTable.class.getResourceAsStream("/catalogue/prices.json")) {
            return JsonMapper.builder()
                    .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
                    .build()
                    .readValue(file, PriceTable.class);
        } catch (IOException e) {
            throw new UncheckedIOException("catalogue/prices.json", e);
        }
    }
}
