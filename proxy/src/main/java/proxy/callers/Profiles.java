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

    private final List<ProxyConfig.Profile> configured;

    Profiles(List<ProxyConfig.Profile> configured) {
        this.configured = configured;
    }

    /** Empty when there are profiles and none fits: such a caller may do nothing. */
    Optional<Profile> find(String application, Collection<String> roles) {
        if (configured.isEmpty()) {
            return Optional.of(Profile.OPEN);
        }
        return configured.stream()
                .filter(it ->
                        it.clientIds().contains(application) || roles.stream().anyMatch(it.roles()::contains))
                .findFirst()
                .map(Profiles::profile);
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
