package proxy.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import proxy.observe.TokenUsage;

class VectorAnswerTest {

    private static VectorAnswer read(String data, int texts) throws IOException {
        var json = "{\"data\":[" + data + "],\"usage\":{\"prompt_tokens\":7}}";
        return VectorAnswer.read(Unpooled.copiedBuffer(json, StandardCharsets.UTF_8), texts);
    }

    @Test
    void vectors_come_in_the_order_of_their_texts() throws IOException {
        var answer = read("{\"index\":1,\"embedding\":[0,1]},{\"index\":0,\"embedding\":[1,0]}", 2);
        assertArrayEquals(new float[] {1, 0}, answer.vectors().get(0));
        assertArrayEquals(new float[] {0, 1}, answer.vectors().get(1));
        assertEquals(TokenUsage.exact(7, 0), answer.usage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{\"index\":0,\"embedding\":[1]}",
                "{\"index\":0,\"embedding\":[1]},{\"index\":0,\"embedding\":[1]}",
                "{\"index\":0,\"embedding\":[1]},{\"index\":2,\"embedding\":[1]}",
                "{\"index\":0,\"embedding\":[1]},{\"index\":1,\"embedding\":[1,2]}",
                "{\"index\":0,\"embedding\":[1]},{\"index\":1,\"embedding\":[]}",
                "{\"index\":0,\"embedding\":[0]},{\"index\":1,\"embedding\":[0]}",
                "{\"index\":0,\"embedding\":[1]},{\"index\":1,\"embedding\":[\"x\"]}",
                "{\"index\":0,\"embedding\":[1]},{\"index\":1,\"embedding\":[1e999]}",
                "{\"index\":0,\"embedding\":\"AAAA\"},{\"index\":1,\"embedding\":\"AAAA\"}"
            })
    void a_vector_that_is_missing_or_says_nothing_is_a_failure(String data) {
        assertThrows(IOException.class, () -> read(data, 2));
    }
}
