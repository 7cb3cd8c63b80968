package proxy.io;

import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/** A range of IP addresses as CIDR writes it, such as {@code 10.20.0.0/16} or {@code fd00::/8}; one address without a length. */
public record AddressRange(InetAddress base, int bits) {

    /** Nothing else reaches the JDK, which would look a name up. */
    private static final Pattern LITERAL =
            Pattern.compile("((?:[0-9]{1,3}\\.){3}[0-9]{1,3}|[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*)(?:/([0-9]{1,3}))?");

    /** Empty when the text is none. */
    public static Optional<AddressRange> parse(String text) {
        var literal = LITERAL.matcher(text);
        if (!literal.matches()) {
            return Optional.empty();
        }
        try {
            var base = InetAddress.ofLiteral(literal.group(1));
            var most = base.getAddress().length * Byte.SIZE;
            var bits = literal.group(2) == null ? most : Integer.parseInt(literal.group(2));
            return bits <= most ? Optional.of(new AddressRange(base, bits)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whether the address lies in it. */
    public boolean contains(InetAddress address) {
        var one = address.getAddress();
        var other = base.getAddress();
        if (one.length != other.length) {
            return false;
        }
        for (var index = 0; index < one.length; index++) {
            var counted = Math.clamp(bits - (long) index * Byte.SIZE, 0, Byte.SIZE);
            if (((one[index] ^ other[index]) & 0xff) >> Byte.SIZE - counted != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return base.getHostAddress() + "/" + bits;
    }
}
