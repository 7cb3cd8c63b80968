package proxy.api;

import io.netty.buffer.ByteBuf;
import io.netty.util.ByteProcessor;

/** Well-formed byte sequences (Unicode standard, table 3-7): nothing overlong, no surrogates, nothing beyond U+10FFFF. */
final class Utf8 implements ByteProcessor {

    private int missing;
    private int low;
    private int high;

    private Utf8() {}

    /** Whether the readable bytes are UTF-8 from the first to the last. */
    static boolean wellFormed(ByteBuf bytes) {
        var utf8 = new Utf8();
        return bytes.forEachByte(utf8) < 0 && utf8.missing == 0;
    }

    @Override
    public boolean process(byte next) {
        var value = next & 0xff;
        if (missing > 0) {
            missing--;
            var fits = value >= low && value <= high;
            low = 0x80;
            high = 0xbf;
            return fits;
        }
        return value < 0x80 || begin(value);
    }

    private boolean begin(int lead) {
        missing = lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
        low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
        high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
        return lead >= 0xc2 && lead <= 0xf4;
    }
}
