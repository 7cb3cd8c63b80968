package proxy.io;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Looks for what is rare in heads and bodies, eight bytes at a time: a token has more than a thousand, and comes with every request. */
public final class Bytes {

    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGHEST_BITS = 0x80 * ONES;
    private static final long SPACES = ' ' * ONES;
    private static final int DELETE = 0x7f;
    private static final long DELETES = DELETE * ONES;

    private Bytes() {}

    /** @return index of the first control character but the tab: below a space, or DEL; {@code to} when there is none */
    public static int firstControl(byte[] bytes, int from, int to) {
        var index = from;
        while (index < to) {
            if (index + Long.BYTES <= to && noControl((long) EIGHT.get(bytes, index))) {
                index += Long.BYTES;
            } else if (control(bytes[index])) {
                return index;
            } else {
                index++;
            }
        }
        return to;
    }

    private static boolean control(byte one) {
        return (one >= 0 && one < ' ' && one != '\t') || one == DELETE;
    }

    /** A byte that is less than what is taken from it has its highest bit set by that; one that had it before does not count. */
    private static boolean noControl(long eight) {
        var unlikeDelete = eight ^ DELETES;
        var belowSpace = (eight - SPACES) & ~eight;
        var likeDelete = (unlikeDelete - ONES) & ~unlikeDelete;
        return ((belowSpace | likeDelete) & HIGHEST_BITS) == 0;
    }

    /** @return index of the first byte that is no ASCII character; {@code to} when there is none */
    public static int firstBeyondAscii(byte[] bytes, int from, int to) {
        var index = from;
        while (index < to) {
            if (index + Long.BYTES <= to && ((long) EIGHT.get(bytes, index) & HIGHEST_BITS) == 0) {
                index += Long.BYTES;
            } else if (bytes[index] < 0) {
                return index;
            } else {
                index++;
            }
        }
        return to;
    }
}
