package bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;

/**
 * One request of a schedule.
 *
 * @param atNanos from the begin of the run
 * @param promptTokens of four characters each
 * @param maxTokens bound of the answer
 */
public record Arrival(int id, long atNanos, int promptTokens, int maxTokens, boolean stream) {

    private static final String FILLER = "abc ".repeat(64 * 1024);

    /** What the account counts at admission. */
    public long tokens() {
        return promptTokens + maxTokens;
    }

    /** A chat completion with deployment {@code gpt-4o}. @param fields more lines of the head, each with its end */
    public ByteBuf request(ByteBufAllocator memory, String fields) {
        var body = "{\"model\":\"gpt-4o\",\"user\":\"r" + id + "\",\"max_tokens\":" + maxTokens + ",\"stream\":"
                + stream + ",\"messages\":[{\"role\":\"user\",\"content\":\"" + FILLER.substring(0, 4 * promptTokens)
                + "\"}]}";
        var head = "POST /openai/v1/chat/completions HTTP/1.1\r\nhost: sluice\r\ncontent-type: application/json\r\n"
                + fields + "content-length: " + body.length() + "\r\n\r\n";
        var bytes = memory.directBuffer(head.length() + body.length());
        bytes.writeCharSequence(head, StandardCharsets.US_ASCII);
        bytes.writeCharSequence(body, StandardCharsets.US_ASCII);
        return bytes;
    }
}
