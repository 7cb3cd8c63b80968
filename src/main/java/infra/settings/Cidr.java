package infra.settings;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An IPv4 address range, for instance {@code 10.20.0.0/16}.
 *
 * @param address first address as an unsigned 32-bit number
 * @param prefix length of the network part in bits, 0 to 32
 */
public record Cidr(long address, int prefix) {

    private static final Pattern TEXT = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})/(\\d{1,2})");

    public Cidr {
        if (prefix < 0 || prefix > 32) throw new IllegalArgumentException("prefix: " + prefix + " (expected: 0 to 32)");
        if (address < 0 || address > 0xFFFFFFFFL || address % size(prefix) != 0) {
            throw new IllegalArgumentException(
                    "address: " + dotted(address) + " (expected: the first address of a /" + prefix + ")");
        }
    }

    /** Parses {@code a.b.c.d/n}; empty when the text is anything else or not the first address of its range. */
    public static Optional<Cidr> parse(String text) {
        var match = TEXT.matcher(text);
        if (!match.matches()) return Optional.empty();
        var address = 0L;
        for (var group = 1; group <= 4; group++) {
            var octet = Integer.parseInt(match.group(group));
            if (octet > 255) return Optional.empty();
            address = address * 256 + octet;
        }
        var prefix = Integer.parseInt(match.group(5));
        if (prefix > 32 || address % size(prefix) != 0) return Optional.empty();
        return Optional.of(new Cidr(address, prefix));
    }

    /** Number of addresses of a range with this prefix. */
    public static long size(int prefix) {
        return 1L << (32 - prefix);
    }

    /** First address after the range. */
    public long end() {
        return address + size(prefix);
    }

    public boolean overlaps(Cidr other) {
        return address < other.end() && other.address < end();
    }

    public boolean contains(Cidr other) {
        return address <= other.address && other.end() <= end();
    }

    @Override
    public String toString() {
        return dotted(address) + "/" + prefix;
    }

    private static String dotted(long address) {
        return (address >> 24 & 255) + "." + (address >> 16 & 255) + "." + (address >> 8 & 255) + "." + (address & 255);
    }
}
