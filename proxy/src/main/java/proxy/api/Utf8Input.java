package proxy.api;

import io.netty.buffer.ByteBuf;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import proxy.io.Bytes;

/**
 * A body for a parser to read, which ends in a fault where it is no UTF-8: well-formed byte sequences only (Unicode standard, table 3-7),
 * nothing overlong, no surrogates, nothing beyond U+10FFFF.
 */
final class Utf8Input extends InputStream {

    private final ByteBuf body;
    private int missing;
    private int low;
    private int high;

    /** @param body stays the caller's, with its indices */
    Utf8Input(ByteBuf body) {
        this.body = body.duplicate();
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        var count = Math.min(length, body.readableBytes());
        if (count == 0 && length > 0) {
            expect(missing == 0);
            return -1;
        }
        body.readBytes(to, offset, count);
        look(to, offset, offset + count);
        return count;
    }

    private void look(byte[] bytes, int from, int to) throws IOException {
        for (var index = from; index < to; index++) {
            if (missing > 0) {
                follow(bytes[index] & 0xff);
            } else {
                index = Bytes.firstBeyondAscii(bytes, index, to);
                if (index < to) {
                    begin(bytes[index] & 0xff);
                }
            }
        }
    }

    private void begin(int lead) throws IOException {
        expect(lead >= 0xc2 && lead <= 0xf4);
        missing = lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
        low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
        high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    }

    private void follow(int next) throws IOException {
        expect(next >= low && next <= high);
        missing--;
        low = 0x80;
        high = 0xbf;
    }

    private static void expect(boolean wellFormed) throws IOException {
        if (!wellFormed) {
            throw new CharConversionException("not UTF-8");
        }
    }
}
