package infra.settings;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What some callers may use: those with one of its client ids or app roles.
 *
 * @param models names of deployments; all when empty
 * @param geographies where data may go; all when empty
 * @param requestsPerMinute of the whole platform, as are the two after it; no limit when empty
 * @param priority 1 is served before 2
 * @param debug whether answers name the account that served them, and what was tried before it
 * @param screening rules of its own, by name; the others are those of all callers
 */
public record CallerProfile(
        String name,
        List<String> clientIds,
        List<String> roles,
        List<String> models,
        List<String> geographies,
        Optional<Integer> requestsPerMinute,
        Optional<Integer> tokensPerMinute,
        Optional<Integer> concurrency,
        int priority,
        boolean streaming,
        boolean debug,
        Map<String, String> screening) {

    public CallerProfile {
        clientIds = List.copyOf(clientIds);
        roles = List.copyOf(roles);
        models = List.copyOf(models);
        geographies = List.copyOf(geographies);
        screening = Screening.sorted(screening);
    }
}
