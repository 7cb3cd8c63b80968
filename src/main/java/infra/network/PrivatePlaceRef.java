package infra.network;

import java.util.List;

/** Where private endpoints stand and the zones that one kind of them registers in. */
public record PrivatePlaceRef(SubnetRef subnet, List<ZoneRef> zones) {

    public PrivatePlaceRef {
        // Azure takes at most five zones in the one group that an endpoint may have.
        if (zones.isEmpty() || zones.size() > 5) {
            throw new IllegalArgumentException("zones: " + zones.size() + " (expected: 1 to 5)");
        }
        zones = List.copyOf(zones);
    }
}
