package infra.plan;

import infra.settings.Cidr;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The subnets of the virtual network. Each takes the first free range of its size after the one before it, so that a subnet
 * added at the end moves no other.
 */
public final class AddressPlan {

    /** The subnets in the order in which they are cut: new ones go to the end. */
    public enum Subnet {
        /** For the application gateway alone (/24 is what Microsoft recommends for v2). */
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
        var subnets = Subnet.values();
        var ranges = cut(space, Arrays.stream(subnets).map(Subnet::prefix).toList());
        for (var index = 0; index < subnets.length; index++) plan.ranges.put(subnets[index], ranges.get(index));
        return plan;
    }

    /** Ranges of these prefixes in this order, each at the first address after the one before that suits its size. */
    static List<Cidr> cut(Cidr space, List<Integer> prefixes) {
        var ranges = new ArrayList<Cidr>();
        var next = space.address();
        for (var prefix : prefixes) {
            var size = Cidr.size(prefix);
            var range = new Cidr((next + size - 1) / size * size, prefix);
            if (!space.contains(range)) {
                throw new IllegalArgumentException(
                        "addressSpace: " + space + " (expected: room for subnets with the prefixes " + prefixes + ")");
            }
            ranges.add(range);
            next = range.end();
        }
        return ranges;
    }

    public Cidr space() {
        return space;
    }

    /** The fixed address of a private front end, past those that Azure keeps and gives to instances first. */
    public String gatewayAddress() {
        return new Cidr(range(Subnet.GATEWAY).address() + 10, 32).toString().replace("/32", "");
    }

    public Cidr range(Subnet subnet) {
        return ranges.get(subnet);
    }
}
