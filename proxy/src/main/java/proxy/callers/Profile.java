package proxy.callers;

import java.util.Optional;
import java.util.Set;
import proxy.limit.Allowance;

/**
 * What a caller may do.
 *
 * @param models deployment names that it may ask for, empty for all
 * @param geographies where its data may be processed, empty for all
 * @param priority 1 is served before 2 when requests wait
 * @param streaming whether it may ask for event streams
 * @param debug whether its answers name the account that served them, and what was tried before it
 */
public record Profile(
        String name,
        Optional<Set<String>> models,
        Optional<Set<String>> geographies,
        Allowance allowance,
        int priority,
        boolean streaming,
        boolean debug) {

    /** The priority of callers whose profile does not say. */
    public static final int USUAL_PRIORITY = 2;

    /** Everything that is configured, without limits: for when no profiles are. */
    public static final Profile OPEN =
            new Profile("", Optional.empty(), Optional.empty(), Allowance.UNLIMITED, USUAL_PRIORITY, true, false);

    /** Whether the caller may ask for this deployment. */
    public boolean allows(String deployment) {
        return models.map(it -> it.contains(deployment)).orElse(true);
    }
}
