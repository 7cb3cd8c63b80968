package infra.plan;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** {@code catalogue/service-levels.json} as data. */
public record ServiceLevels(String date, List<Level> levels) {

    /** @param verified whether the figure was read in Microsoft's own agreement */
    public record Level(String term, String name, double availability, boolean verified, String source) {}

    public static ServiceLevels load() {
        try (var file = ServiceLevels.class.getResourceAsStream("/catalogue/service-levels.json")) {
            return new ObjectMapper().readValue(file, ServiceLevels.class);
        } catch (IOException e) {
            throw new UncheckedIOException("catalogue/service-levels.json", e);
        }
    }

    Level of(String term) {
        return levels.stream()
                .filter(each -> each.term().equals(term))
                .findFirst()
                .orElseThrow();
    }
}
