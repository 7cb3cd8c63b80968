package infra.plan;

import infra.settings.Cidr;
import java.util.EnumMap;
import java.util.Map;

/**
 * The subnets of the virtual network. Each takes the first free range of its size after the one before it, so that a subnet
 * added at the end moves no other.
 */
public final class AddressPlan {

    /** The subnets in the order in which they are cut: new ones go to the end. */
    public enum Subnet {
        /** Kept free for an application gateway (/24 is what Microsoft recommends for v2). */
        GATEWAY("gateway", 24),
        /** /23 suits every kind of Container Apps environment; the size cannot change later. */
        CONTAINER_APPS("container-apps", 23),
        /** One address for each private endpoint, two for a registry. */
        PRIVATE_ENDPOINTS("private-endpoints", 26);

        private final String label;
        private final int prefix;

        Subnet(String label, int prefix) {
            this.label = label;
            this.prefix = prefix;
        }

        public String label() {
            return label;
        }

        public int prefix() {
            return prefix;
        }
    }

    private final Cidr space;
    private final Map<Subnet, Cidr> ranges = new EnumMap<>(Subnet.class);

    private AddressPlan(Cidr space) {
        this.space = space;
    }

    /** @throws IllegalArgumentException when the space is too small */
    public static AddressPlan of(Cidr space) {
        var plan = new AddressPlan(space);
        var next = space.address();
        for (var subnet : Subnet.values()) {
            var size = Cidr.size(subnet.prefix());
            var range = new Cidr((next + size - 1) / size * size, subnet.prefix());
            if (!space.contains(range)) {
                throw new IllegalArgumentException(
                        "addressSpace: " + space + " (expected: room for " + subnet.label() + ")");
            }
            plan.ranges.put(subnet, range);
            next = range.end();
        }
        return plan;
    }

    public Cidr space() {
        return space;
    }

    public Cidr range(Subnet subnet) {
        return ranges.get(subnet);
    }
}
