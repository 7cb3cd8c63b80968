package proxy.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import proxy.observe.TokenUsage;

class BodyTailTest {

    private static TokenUsage usage(String body, int partBytes) {
        var tail = new BodyTail();
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        for (var at = 0; at < bytes.length; at += partBytes) {
            tail.observe(Unpooled.wrappedBuffer(bytes, at, Math.min(partBytes, bytes.length - at)));
        }
        return tail.usage();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8_192, 1_000_000})
    void the_usage_at_the_end_of_a_long_answer_is_found_however_it_is_cut(int partBytes) {
        var body = "{\"content\":\"" + "é".repeat(20_000)
                + "\",\"usage\" : {\"prompt_tokens\":11,\"completion_tokens\":22,\"total_tokens\":33}, \"x\":{\"a\":[1]}}\n";
        assertEquals(TokenUsage.exact(11, 22), usage(body, partBytes));
    }

    @Test
    void embeddings_use_no_completion_tokens() {
        assertEquals(
                TokenUsage.exact(8, 0), usage("{\"data\":[],\"usage\":{\"prompt_tokens\":8,\"total_tokens\":8}}", 64));
    }

    @Test
    void the_same_word_further_on_hides_nothing() {
        var body =
                "{\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2},\"words\":[\"a\",\"usage\",{\"usage\":1}]}";
        assertEquals(TokenUsage.exact(1, 2), usage(body, 64));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{\"usage\":null}",
                "{\"text\":\"\\\"usage\\\":{\\\"prompt_tokens\\\":1}\"}",
                "{\"a\\\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1}}",
                "{\"tools\":{\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1}}}",
                "{\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1}} trailing",
                "{\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1}",
                "\"usage\""
            })
    void what_is_not_the_answers_own_usage_is_unknown_and_not_zero(String body) {
        assertEquals(TokenUsage.UNKNOWN, usage(body, 5));
    }
}
