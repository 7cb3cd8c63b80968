package proxy.stream;

import com.fasterxml.jackson.core.JsonFactory;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Tells a JSON answer from an error that stands in its place under a good status: {@code {"error":{…}}} and nothing before it. An answer
 * is known by its first field, so that next to nothing of it is kept. Under a status that may be the account's own fault or the caller's,
 * the error tells whose.
 */
public final class BodyOpening {

    /** What the body is. */
    public enum Kind {
        /** More bytes will tell. */
        UNDECIDED,
        /** An answer; or an error that is about what was asked, which every account would say. */
        ANSWER,
        /** The account says that it failed. */
        FAILED,
        /** The account says that it lets nobody in from here, or has no such deployment. */
        REFUSED,
        /** The account says that it has no quota for the request. */
        THROTTLED
    }

    /** Errors are a few hundred bytes long, and so is the white space before and within them. */
    private static final int MAX_BYTES = 16 * 1024;

    private static final JsonFactory JSON = JsonFactory.builder().build();
    /** Between any two of these there may be white space. */
    private static final byte[][] ERROR = {ascii("{"), ascii("\"error\""), ascii(":"), ascii("{")};

    private final int status;
    private byte[] kept = new byte[0];
    private String refusal = "";

    /** @param status of the answer: one of those that {@link #isOf} names */
    public BodyOpening(int status) {
        this.status = status;
    }

    /** Whether what a JSON answer with that status says has to be looked at. */
    public static boolean isOf(int status) {
        return status == 200 || status == 403 || status == 404;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Takes the next bytes, which stay the caller's; not to be called again once it is decided. */
    public Kind observe(ByteBuf part) {
        if (kept.length == 0 && opening(part) == Kind.ANSWER) {
            return Kind.ANSWER;
        }
        var next = new byte[kept.length + part.readableBytes()];
        System.arraycopy(kept, 0, next, 0, kept.length);
        part.getBytes(part.readerIndex(), next, kept.length, part.readableBytes());
        var kind = opening(Unpooled.wrappedBuffer(next));
        if (kind == Kind.FAILED) {
            kind = error(next);
        }
        if (kind == Kind.UNDECIDED && next.length >= MAX_BYTES) {
            return Kind.ANSWER;
        }
        if (kind == Kind.UNDECIDED) {
            kept = next;
        }
        return kind;
    }

    /** What was taken before it was decided, which the caller now owns. */
    public ByteBuf kept() {
        var bytes = Unpooled.wrappedBuffer(kept);
        kept = new byte[0];
        return bytes;
    }

    private static Kind opening(ByteBuf bytes) {
        var at = bytes.readerIndex();
        for (var word : ERROR) {
            while (at < bytes.writerIndex() && isSpace(bytes.getByte(at))) {
                at++;
            }
            for (var letter : word) {
                if (at == bytes.writerIndex()) {
                    return Kind.UNDECIDED;
                }
                if (bytes.getByte(at++) != letter) {
                    return Kind.ANSWER;
                }
            }
        }
        return Kind.FAILED;
    }

    private static Kind inPlaceOfAnAnswer(ErrorJson error) {
        return error.callersFault() ? Kind.ANSWER : error.throttled() ? Kind.THROTTLED : Kind.FAILED;
    }

    private Kind refusal(ErrorJson error) {
        if (!error.accountsFault()) {
            return Kind.ANSWER;
        }
        refusal = error.word();
        return Kind.REFUSED;
    }

    /** The word that the account gives for being {@link Kind#REFUSED}: 64 letters, digits, dots, dashes and underscores at most. */
    public String refusal() {
        return refusal;
    }

    private static boolean isSpace(byte letter) {
        return letter == ' ' || letter == '\t' || letter == '\r' || letter == '\n';
    }

    private Kind error(byte[] document) {
        try (var parser = JSON.createParser(new SoFar(document))) {
            parser.nextToken();
            parser.nextToken();
            parser.nextToken();
            var error = ErrorJson.read(parser);
            return status == 200 ? inPlaceOfAnAnswer(error) : refusal(error);
        } catch (EOFException e) {
            return Kind.UNDECIDED;
        } catch (IOException e) {
            return Kind.ANSWER;
        }
    }

    /** Bytes of which there will be more: the parser itself takes the end of some for a fault in them, after a comma for instance. */
    private static final class SoFar extends FilterInputStream {

        SoFar(byte[] bytes) {
            super(new ByteArrayInputStream(bytes));
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            if (available() == 0) {
                throw new EOFException();
            }
            return super.read(into, from, length);
        }
    }
}
