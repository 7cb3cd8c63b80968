package proxy.front;

import io.netty.buffer.ByteBuf;
import proxy.io.Characters;

/**
 * What the framing of a chunked body must look like (RFC 9112 section 7.1), checked before any parser sees it: Netty's takes a chunk size
 * whose line goes on behind a carriage return, and another hop may not. Looks at each byte once, however slowly they come.
 *
 * <pre>
 *   SIZE ──► (SPACE ──► EXTENSION) ──► SIZE_END ──► DATA ──► DATA_CR ──► DATA_LF ──► SIZE
 *                                         │ size 0
 *                                         └──► TRAILER ◄──► NAME ──► VALUE ──► VALUE_END
 *                                                 └──► LAST ──► END
 * </pre>
 */
final class ChunkRules {

    private static final int MAX_DIGITS = 8;

    private State state = State.SIZE;
    private int digits;
    private long left;
    private int looked;

    private enum State {
        SIZE,
        SPACE,
        EXTENSION,
        SIZE_END,
        DATA,
        DATA_CR,
        DATA_LF,
        TRAILER,
        NAME,
        VALUE,
        VALUE_END,
        LAST,
        END
    }

    /** Whether what has come of the body is as it must be, as far as it has come. What follows the body is not looked at. */
    boolean hold(ByteBuf in) {
        var at = in.readerIndex() + looked;
        while (at < in.writerIndex() && state != State.END) {
            if (state == State.DATA) {
                var data = (int) Math.min(left, in.writerIndex() - at);
                left -= data;
                at += data;
                state = left == 0 ? State.DATA_CR : State.DATA;
            } else if (!step(in.getByte(at++))) {
                return false;
            }
        }
        looked = at - in.readerIndex();
        return true;
    }

    /** The parser has taken so many bytes. */
    void taken(int bytes) {
        looked -= bytes;
    }

    private boolean step(byte next) {
        return switch (state) {
            case SIZE -> size(next);
            case SPACE -> next == ';' ? to(State.EXTENSION) : next == ' ' || next == '\t';
            case EXTENSION -> next == '\r' ? to(State.SIZE_END) : isText(next);
            case SIZE_END -> next == '\n' && to(left == 0 ? State.TRAILER : State.DATA);
            case DATA_CR -> next == '\r' && to(State.DATA_LF);
            case DATA_LF -> next == '\n' && begin();
            case TRAILER -> next == '\r' ? to(State.LAST) : Characters.TOKEN.has(next) && to(State.NAME);
            case NAME -> next == ':' ? to(State.VALUE) : Characters.TOKEN.has(next);
            case VALUE -> next == '\r' ? to(State.VALUE_END) : isText(next);
            case VALUE_END -> next == '\n' && to(State.TRAILER);
            case LAST -> next == '\n' && to(State.END);
            case DATA, END -> throw new IllegalStateException(state.name());
        };
    }

    private boolean begin() {
        digits = 0;
        left = 0;
        return to(State.SIZE);
    }

    private boolean size(byte next) {
        var digit = Character.digit(next, 16);
        if (digit >= 0) {
            left = left * 16 + digit;
            return ++digits <= MAX_DIGITS;
        }
        return digits > 0
                && switch (next) {
                    case '\r' -> to(State.SIZE_END);
                    case ';' -> to(State.EXTENSION);
                    case ' ', '\t' -> to(State.SPACE);
                    default -> false;
                };
    }

    private boolean to(State following) {
        state = following;
        return true;
    }

    private static boolean isText(byte next) {
        return next < 0 || next == '\t' || next >= ' ' && next != 0x7f;
    }
}
