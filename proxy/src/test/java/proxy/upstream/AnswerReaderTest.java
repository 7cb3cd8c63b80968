package proxy.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import proxy.upstream.AttemptListener.Failure;

class AnswerReaderTest {

    private final AnswerReader reader = new AnswerReader();

    private static HttpResponse head(int status) {
        return new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status));
    }

    private static HttpResponse framed(int status) {
        var head = head(status);
        head.headers().set(HttpHeaderNames.CONTENT_LENGTH, 1);
        return head;
    }

    private void announce() throws AnswerReader.Unusable {
        assertNull(reader.read(head(103)));
        assertNull(reader.read(LastHttpContent.EMPTY_LAST_CONTENT));
    }

    private void assertUnusable(Failure failure, String cause, HttpObject message) {
        var seen = assertThrows(AnswerReader.Unusable.class, () -> reader.read(message));
        assertEquals(failure + " " + cause, seen.failure() + " " + seen.getMessage());
    }

    @Test
    void what_only_announces_an_answer_is_passed_over() throws AnswerReader.Unusable {
        for (var count = 0; count < 10; count++) {
            announce();
        }
        var head = framed(200);
        assertSame(head, reader.read(head));
        var part = new DefaultHttpContent(Unpooled.EMPTY_BUFFER);
        assertSame(part, reader.read(part));
        assertSame(LastHttpContent.EMPTY_LAST_CONTENT, reader.read(LastHttpContent.EMPTY_LAST_CONTENT));
    }

    @Test
    void an_answer_that_is_only_ever_announced_is_none_and_each_request_counts_anew() throws AnswerReader.Unusable {
        for (var request = 0; request < 2; request++) {
            reader.restart();
            for (var count = 0; count < 10; count++) {
                announce();
            }
        }
        assertUnusable(Failure.BAD_RESPONSE, "interim answer 103", head(103));
    }

    @Test
    void another_protocol_is_no_answer() {
        assertUnusable(Failure.BAD_RESPONSE, "interim answer 101", head(101));
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 304, 500})
    void an_answer_that_only_the_end_of_the_connection_ends_is_none(int status) {
        assertUnusable(Failure.BAD_RESPONSE, "no length", head(status));
    }

    @Test
    void an_answer_without_a_body_needs_no_length() throws AnswerReader.Unusable {
        var head = head(204);
        assertSame(head, reader.read(head));
    }

    @Test
    void an_answer_that_ends_early_is_told_from_one_that_is_malformed() {
        var cut = new DefaultHttpContent(Unpooled.EMPTY_BUFFER);
        cut.setDecoderResult(DecoderResult.failure(new PrematureChannelClosureException()));
        assertUnusable(Failure.RESET, "PrematureChannelClosureException", cut);
        var malformed = framed(200);
        malformed.setDecoderResult(DecoderResult.failure(new IllegalArgumentException()));
        assertUnusable(Failure.BAD_RESPONSE, "IllegalArgumentException", malformed);
    }
}
