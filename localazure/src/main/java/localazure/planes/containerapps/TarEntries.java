package localazure.planes.containerapps;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Reads the entries of a tar stream: ustar with pax and GNU long names, which is what image layers are made of. */
final class TarEntries {
    /** @param mode permission bits; modified in seconds since 1970 */
    record Entry(String name, char type, String link, int mode, long size, long modified) {}

    private static final int BLOCK = 512;
    private static final char PAX = 'x';
    private static final char PAX_GLOBAL = 'g';
    private static final char GNU_LONG_NAME = 'L';
    private static final char GNU_LONG_LINK = 'K';

    private final InputStream in;
    private final Map<String, String> overrides = new TreeMap<>();
    private long left;
    private long padding;

    TarEntries(InputStream in) {
        this.in = in;
    }

    /** The next entry, or null after the last. */
    Entry next() throws IOException {
        while (true) {
            in.skipNBytes(left + padding);
            left = 0;
            padding = 0;
            byte[] header = in.readNBytes(BLOCK);
            if (header.length < BLOCK || header[0] == 0) return null;
            Entry entry = entry(header);
            left = entry.size();
            padding = (BLOCK - left % BLOCK) % BLOCK;
            switch (entry.type()) {
                case PAX -> readPax(content());
                case GNU_LONG_NAME -> overrides.put("path", text(content(), 0, (int) entry.size()));
                case GNU_LONG_LINK -> overrides.put("linkpath", text(content(), 0, (int) entry.size()));
                case PAX_GLOBAL -> content();
                default -> {
                    overrides.clear();
                    return entry;
                }
            }
        }
    }

    /** The bytes of the current entry. */
    InputStream open() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                if (left == 0) return -1;
                int read = in.read(buffer, offset, (int) Math.min(length, left));
                if (read < 0) throw new IOException("layer ends inside an entry");
                left -= read;
                return read;
            }
        };
    }

    private byte[] content() throws IOException {
        byte[] bytes = in.readNBytes((int) left);
        left = 0;
        return bytes;
    }

    private Entry entry(byte[] header) {
        String prefix = text(header, 345, 155);
        String name = text(header, 0, 100);
        char type = header[156] == 0 ? '0' : (char) header[156];
        boolean describesNext = type == PAX || type == GNU_LONG_NAME || type == GNU_LONG_LINK;
        if (!prefix.isEmpty()) name = prefix + "/" + name;
        long size = number(header, 124, 12);
        if (describesNext) return new Entry(name, type, "", 0, size, 0);
        return new Entry(
                overrides.getOrDefault("path", name),
                type,
                overrides.getOrDefault("linkpath", text(header, 157, 100)),
                (int) number(header, 100, 8) & 0777,
                overrides.containsKey("size") ? Long.parseLong(overrides.get("size")) : size,
                overrides.containsKey("mtime")
                        ? new BigDecimal(overrides.get("mtime")).longValue()
                        : number(header, 136, 12));
    }

    private void readPax(byte[] records) {
        int from = 0;
        while (from < records.length) {
            int space = from;
            while (records[space] != ' ') space++;
            int length = Integer.parseInt(text(records, from, space - from));
            String[] pair = text(records, space + 1, from + length - space - 2).split("=", 2);
            overrides.put(pair[0], pair[1]);
            from += length;
        }
    }

    private static String text(byte[] bytes, int from, int length) {
        int end = from;
        while (end < from + length && bytes[end] != 0) end++;
        return new String(bytes, from, end - from, StandardCharsets.UTF_8);
    }

    /** Octal digits, or big-endian binary when the first bit is set. */
    private static long number(byte[] bytes, int from, int length) {
        if (bytes[from] < 0) {
            long value = 0;
            for (int i = from + 1; i < from + length; i++) value = value << 8 | bytes[i] & 0xff;
            return value;
        }
        String digits = text(bytes, from, length).trim();
        return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
    }
}
