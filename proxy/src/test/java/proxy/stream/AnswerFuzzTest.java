package proxy.stream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import proxy.observe.TokenUsage;

/** What is found in an account's events and bodies without a tree, next to a parser that builds one. */
class AnswerFuzzTest {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** Of a document. */
    private record Said(TextCount text, Optional<TokenUsage> usage, boolean error) {

        Said and(Said later) {
            return new Said(text.plus(later.text), later.usage.or(() -> usage), error || later.error);
        }
    }

    /** An input is a byte, which chooses the dialect, and the data of one event, whose lines become lines of data. */
    @FuzzTest(maxDuration = "1m")
    void an_event_says_what_its_document_says(byte[] input) {
        if (input.length == 0) {
            return;
        }
        var dialect = Dialect.values()[(input[0] & 0x7f) % Dialect.values().length];
        var data = new String(input, 1, input.length - 1, ISO_8859_1).replaceAll("\r\n|\r", "\n");
        var event = new EventReader(dialect)
                .read(Unpooled.copiedBuffer("data: " + data.replace("\n", "\r\ndata: ") + "\r\n\r\n", ISO_8859_1));
        var bytes = data.getBytes(ISO_8859_1);
        if (!(tree(bytes) instanceof ObjectNode object) || !representable(object)) {
            return;
        }
        var said = said(object, dialect, 1);
        if (event.kind() == Event.Kind.ERROR) {
            assertTrue(said.error() || object.path("type").asText().matches("error|response\\.failed"));
        } else {
            assertEquals(said.text(), event.text());
            assertTrue(dialect == Dialect.RESPONSES || !said.error());
        }
        assertEquals(said.usage().orElse(null), event.usage());
    }

    /** Two bytes that say where it is split, then an answer. */
    @FuzzTest(maxDuration = "1m")
    void a_body_tells_its_own_usage_and_an_error_in_its_place_however_it_is_split(byte[] input) {
        if (input.length < 2) {
            return;
        }
        var body = Arrays.copyOfRange(input, 2, input.length);
        var tail = new BodyTail();
        var kind = opening(body, body.length, 0, tail);
        assertEquals(kind, opening(body, 16, input[0] * 256 + input[1], new BodyTail()));
        if (!(tree(body) instanceof ObjectNode object)) {
            return;
        }
        var own = usage(object.path("usage"));
        assertTrue(own.filter(tail.usage()::equals).isPresent() || tail.usage() == TokenUsage.UNKNOWN);
        if (representable(object) && !object.path("usage").toString().contains("usage")) {
            assertEquals(own.orElse(TokenUsage.UNKNOWN), tail.usage());
        }
        var first = object.properties().stream().findFirst();
        var error =
                first.filter(it -> it.getKey().equals("error") && it.getValue().isObject());
        if (kind == BodyOpening.Kind.FAILED || kind == BodyOpening.Kind.THROTTLED) {
            assertTrue(error.isPresent(), () -> first.toString());
        } else {
            assertNotEquals(Optional.of(true), error.map(it -> it.getValue().isEmpty()));
        }
    }

    private static BodyOpening.Kind opening(byte[] body, int atMost, int seed, BodyTail tail) {
        var splits = new SplittableRandom(seed);
        var opening = new BodyOpening(200);
        var kind = BodyOpening.Kind.UNDECIDED;
        for (var from = 0; from < body.length; ) {
            var length = Math.min(body.length - from, atMost == body.length ? atMost : 1 + splits.nextInt(atMost));
            var part = Unpooled.wrappedBuffer(body, from, length);
            tail.observe(part);
            if (kind == BodyOpening.Kind.UNDECIDED) {
                kind = opening.observe(part);
                if (kind != BodyOpening.Kind.UNDECIDED) {
                    assertEquals(Unpooled.wrappedBuffer(body, 0, from), opening.kept(), "nothing is lost of it");
                }
            }
            from += length;
        }
        return kind;
    }

    /** Null when it is not JSON in UTF-8, or when a name comes twice. */
    private static JsonNode tree(byte[] document) {
        try {
            return Arrays.equals(new String(document, UTF_8).getBytes(UTF_8), document)
                    ? JSON.readTree(new String(document, UTF_8))
                    : null;
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    /** A count beyond 64 bits makes an event strange. */
    private static boolean representable(JsonNode node) {
        return node.isContainerNode()
                ? node.valueStream().allMatch(AnswerFuzzTest::representable)
                : !node.isBigInteger();
    }

    private static Said said(JsonNode node, Dialect dialect, int depth) {
        var said = new Said(TextCount.NONE, Optional.empty(), false);
        for (var field : node.properties()) {
            var value = field.getValue();
            var name = field.getKey();
            if (depth <= 2 && name.equals("usage")) {
                said = said.and(new Said(TextCount.NONE, usage(value), false));
            } else if (depth <= 2 && name.equals("error") && value.isObject()) {
                said = said.and(new Said(TextCount.NONE, Optional.empty(), true));
            } else if (value.isTextual() && dialect.isText(name)) {
                var text = value.textValue().toCharArray();
                said = said.and(new Said(TextCount.of(text, 0, text.length), Optional.empty(), false));
            } else if (value.isTextual() && depth == 1 && name.equals("code")) {
                said = said.and(new Said(
                        TextCount.NONE, Optional.empty(), !value.textValue().isEmpty()));
            } else {
                said = said.and(said(value, dialect, depth + 1));
            }
        }
        if (node.isArray()) {
            for (var element : node) {
                said = said.and(said(element, dialect, depth + 1));
            }
        }
        return said;
    }

    private static Optional<TokenUsage> usage(JsonNode usage) {
        var prompt = -1L;
        var completion = 0L;
        for (var field : usage.properties()) {
            var count = field.getValue().isIntegralNumber() ? field.getValue().longValue() : -1;
            switch (field.getKey()) {
                case "prompt_tokens", "input_tokens" -> prompt = count;
                case "completion_tokens", "output_tokens" -> completion = Math.max(0, count);
                default -> {}
            }
        }
        return prompt < 0 ? Optional.empty() : Optional.of(TokenUsage.exact(prompt, completion));
    }
}
