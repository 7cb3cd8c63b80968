package localazure.rules;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An IPv4 range.
 *
 * @param first lowest address as a number
 * @param bits prefix length
 */
record Cidr(long first, int bits) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})/(\\d{1,2})");

    /** Empty when the text is no range or has host bits. */
    static Optional<Cidr> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long address = 0;
        for (int i = 1; i <= 4; i++) {
            int octet = Integer.parseInt(matcher.group(i));
            if (octet > 255) {
                return Optional.empty();
            }
            address = address << 8 | octet;
        }
        int bits = Integer.parseInt(matcher.group(5));
        Cidr range = new Cidr(address, bits);
        return bits <= 32 && address % range.size() == 0 ? Optional.of(range) : Optional.empty();
    }

    long size() {
        return 1L << (32 - bits);
    }

    boolean contains(Cidr other) {
        return first <= other.first && other.first + other.size() <= first + size();
    }

    boolean overlaps(Cidr other) {
        return first < other.first + other.size() && other.first < first + size();
    }

    String address(long offset) {
        long address = first + offset;
        return (address >> 24) + "." + (address >> 16 & 255) + "." + (address >> 8 & 255) + "." + (address & 255);
    }
}
