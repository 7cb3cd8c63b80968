package proxy.api;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * Tells long prompts apart by how they begin. Azure caches the beginnings of prompts of 1,024 tokens and more, per account, in
 * memory that other prompts push out: the same beginning should meet the same account.
 */
public final class PromptPrefix {

    /** About 1,024 tokens. */
    private static final int BYTES = 4 * 1024;

    private PromptPrefix() {}

    /**
     * Of the first {@value #BYTES} bytes of a prompt.
     *
     * @param promptAt index of its first byte, 0 when there is none
     * @return 0 for a prompt that is too short to be cached
     */
    public static long hash(ByteBuf body, int promptAt) {
        var end = promptAt + BYTES;
        if (promptAt == 0 || body.writerIndex() < end) {
            return 0;
        }
        // To copy and hash an array is the faster way by far.
        var beginning = new byte[BYTES];
        body.getBytes(promptAt, beginning);
        var hash = Arrays.hashCode(beginning);
        return hash == 0 ? 1 : hash;
    }
}
