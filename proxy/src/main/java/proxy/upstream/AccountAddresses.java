package proxy.upstream;

import java.net.InetAddress;
import java.util.List;
import java.util.stream.Collectors;
import proxy.io.AddressRange;

/**
 * Where the names of accounts may lead. One that leads elsewhere has been taken over, or its private endpoint's record is gone: nothing is
 * sent there, and no token. Thread-safe.
 */
public final class AccountAddresses {

    private final boolean anywhere;
    private final List<AddressRange> ranges;

    private AccountAddresses(boolean anywhere, List<AddressRange> ranges) {
        this.anywhere = anywhere;
        this.ranges = ranges;
    }

    /** To any address: for accounts that are shown no token. */
    public static AccountAddresses anywhere() {
        return new AccountAddresses(true, List.of());
    }

    /** Into one of these ranges; when there are none, to any address that is neither this machine's, its link's nor a group's. */
    public static AccountAddresses in(List<AddressRange> ranges) {
        return new AccountAddresses(false, List.copyOf(ranges));
    }

    boolean allow(InetAddress address) {
        if (anywhere) {
            return true;
        }
        return ranges.isEmpty()
                ? !address.isLoopbackAddress()
                        && !address.isLinkLocalAddress()
                        && !address.isAnyLocalAddress()
                        && !address.isMulticastAddress()
                : ranges.stream().anyMatch(range -> range.contains(address));
    }

    /** The rule, for whoever reads of an address that breaks it. */
    @Override
    public String toString() {
        return ranges.isEmpty()
                ? "no loopback, link-local or multicast address"
                : ranges.stream().map(AddressRange::toString).collect(Collectors.joining(" or ", "an address in ", ""));
    }
}
