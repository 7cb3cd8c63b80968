package bench.load;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** Looks for a word in bytes that come in pieces, cut anywhere (Knuth, Morris and Pratt). */
final class Finder {

    private final byte[] word;
    private final int[] fallback;
    private int matched;
    private boolean found;

    Finder(String text) {
        word = text.getBytes(StandardCharsets.US_ASCII);
        fallback = new int[word.length + 1];
        for (int at = 1, length = 0; at < word.length; at++) {
            while (length > 0 && word[at] != word[length]) {
                length = fallback[length];
            }
            length += word[at] == word[length] ? 1 : 0;
            fallback[at + 1] = length;
        }
    }

    boolean found() {
        return found;
    }

    void search(ByteBuf piece) {
        for (var index = piece.readerIndex(); index < piece.writerIndex() && !found; index++) {
            var next = piece.getByte(index);
            while (matched > 0 && next != word[matched]) {
                matched = fallback[matched];
            }
            matched += next == word[matched] ? 1 : 0;
            found = matched == word.length;
        }
    }
}
