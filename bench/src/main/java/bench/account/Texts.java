package bench.account;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;

/** The bytes of answers, made once. */
final class Texts {

    private static final String CHUNK_HEAD =
            "{\"id\":\"chatcmpl-b\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"gpt-4o-2024-11-20\",\"choices\":";

    /** They live as long as anything may still write them, so nobody counts their references. */
    private static final ByteBufAllocator MEMORY = new UnpooledByteBufAllocator(true, true);

    final ByteBuf answer;
    final ByteBuf event;
    final ByteBuf lastEvent =
            chunk(CHUNK_HEAD + "[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\",\"logprobs\":null}]}");
    final ByteBuf usageEvent =
            chunk(CHUNK_HEAD + "[],\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":20,\"total_tokens\":30}}");
    final ByteBuf errorEvent =
            chunk("{\"error\":{\"code\":\"InternalServerError\",\"message\":\"The server had an error\"}}");
    final ByteBuf done = bytes("e\r\ndata: [DONE]\n\n\r\n0\r\n\r\n");
    final ByteBuf end = bytes("0\r\n\r\n");
    final ByteBuf error =
            bytes("{\"error\":{\"code\":\"InternalServerError\",\"message\":\"The server had an error\"}}");
    final ByteBuf throttled =
            bytes("{\"error\":{\"code\":\"429\",\"message\":\"Requests have exceeded the rate limit.\"}}");

    Texts(Behaviour behaviour) {
        answer = bytes(padded(
                "{\"id\":\"chatcmpl-b\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"gpt-4o-2024-11-20\",\"choices\":"
                        + "[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"",
                "\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":20,\"total_tokens\":30}}",
                behaviour.answerBytes()));
        event = chunk(padded(
                CHUNK_HEAD + "[{\"index\":0,\"delta\":{\"content\":\"",
                "\"},\"finish_reason\":null,\"logprobs\":null}]}",
                behaviour.chunkBytes() - 8));
    }

    private static String padded(String before, String after, int bytes) {
        return before + "x".repeat(Math.max(1, bytes - before.length() - after.length())) + after;
    }

    private static ByteBuf chunk(String data) {
        var event = "data: " + data + "\n\n";
        return bytes(Integer.toHexString(event.length()) + "\r\n" + event + "\r\n");
    }

    private static ByteBuf bytes(String text) {
        var bytes = text.getBytes(StandardCharsets.US_ASCII);
        return Unpooled.unreleasableBuffer(MEMORY.directBuffer(bytes.length).writeBytes(bytes));
    }
}
