package infra.plan;

import infra.settings.CallerProfile;
import infra.settings.DataBoundary;
import infra.settings.Settings;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where callers' data may be, by what their profiles list. A profile that lists none, or the world, sets no bound.
 *
 * @param some geographies that at least one profile lists, for an account: a caller of another profile is not sent there; empty for no bound
 * @param every geographies that every profile lists, for what all callers share; empty for no bound
 */
public record GeographyPlan(Optional<Set<String>> some, Optional<Set<String>> every) {

    static GeographyPlan of(Settings settings) {
        var profiles = settings.callers().profiles();
        var bound = profiles.stream()
                .map(CallerProfile::geographies)
                .filter(GeographyPlan::isBound)
                .toList();
        if (bound.isEmpty()) return new GeographyPlan(Optional.empty(), Optional.empty());
        var some = new TreeSet<String>();
        var every = new TreeSet<>(bound.get(0));
        bound.forEach(some::addAll);
        bound.forEach(every::retainAll);
        return new GeographyPlan(
                bound.size() == profiles.size() ? Optional.of(some) : Optional.empty(), Optional.of(every));
    }

    private static boolean isBound(List<String> geographies) {
        return !geographies.isEmpty() && !geographies.contains(DataBoundary.WORLD.word());
    }
}
