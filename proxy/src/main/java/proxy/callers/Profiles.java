package proxy.callers;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import proxy.config.ProxyConfig;
import proxy.limit.Allowance;

/** Finds what a caller may do: the first profile that has its application or one of its roles. */
final class Profiles {

    private final List<Entry> entries;

    private record Entry(Set<String> clientIds, Set<String> roles, Profile profile) {

        boolean fits(String application, Collection<String> callersRoles) {
            return clientIds.contains(application) || callersRoles.stream().anyMatch(roles::contains);
        }
    }

    Profiles(List<ProxyConfig.Profile> configured) {
        this.entries = configured.stream()
                .map(it -> new Entry(Set.copyOf(it.clientIds()), Set.copyOf(it.roles()), profile(it)))
                .toList();
    }

    /** Empty when there are profiles and none fits: such a caller may do nothing. */
    Optional<Profile> find(String application, Collection<String> roles) {
        if (entries.isEmpty()) {
            return Optional.of(Profile.OPEN);
        }
        return entries.stream()
                .filter(it -> it.fits(application, roles))
                .findFirst()
                .map(Entry::profile);
    }

    private static Profile profile(ProxyConfig.Profile it) {
        return new Profile(
                it.name(),
                it.models().map(Set::copyOf),
                it.geographies().map(Set::copyOf),
                new Allowance(limit(it.requestsPerMinute()), limit(it.tokensPerMinute()), limit(it.concurrency())),
                it.priority(),
                it.streaming(),
                it.debug());
    }

    private static OptionalInt limit(Optional<Integer> configured) {
        return configured.map(OptionalInt::of).orElseGet(OptionalInt::empty);
    }
}
