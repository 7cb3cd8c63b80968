package proxy.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import proxy.api.Operation;
import proxy.http.RelayUnderTest;
import proxy.observe.TokenUsage;
import proxy.upstream.AttemptListener;
import proxy.upstream.AttemptListener.Failure;

/** Recorded streams, cut anywhere. */
class RelayCutsTest {

    private static final int CUTS = 100_000;
    private static final long SEED = 20_260_101;
    private static final String NEVER = "-";
    private static final String ERROR = "data: {\"error\":{\"code\":\"upstream_";
    private static final List<Recording> RECORDINGS = List.of(
            new Recording("chat-usage", Operation.CHAT_COMPLETIONS, true, "\"content\":\"P", "\"usage\":{\"p"),
            new Recording("chat-usage", Operation.CHAT_COMPLETIONS, false, "\"content\":\"P", "\"usage\":{\"p"),
            new Recording("chat", Operation.CHAT_COMPLETIONS, false, "\"content\":\"P", NEVER),
            new Recording("completions", Operation.COMPLETIONS, false, "\"text\":\"O", NEVER),
            new Recording("completions-usage", Operation.COMPLETIONS, true, "\"text\":\"O", "\"usage\":{\"p"),
            new Recording("responses", Operation.RESPONSES, false, "\"delta\":\"P", NEVER),
            new Recording("responses-usage", Operation.RESPONSES, false, "\"delta\":\"P", "\"usage\":{\"i"));

    /**
     * A stream that an account sent.
     *
     * @param hidden whether the client did not ask for its usage
     * @param delta what its first piece of text contains
     * @param told what the event with its usage contains
     * @param variants with line feeds, and with carriage returns before them
     */
    private record Recording(
            String name, Operation operation, boolean hidden, String delta, String told, List<Variant> variants) {

        Recording(String name, Operation operation, boolean hidden, String delta, String told) {
            this(name, operation, hidden, delta, told, variants(name, hidden ? told : "nothing"));
        }

        private static List<Variant> variants(String name, String hidden) {
            try (var in = RelayCutsTest.class.getResourceAsStream("/streams/" + name + ".sse")) {
                var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                return List.of(Variant.of(text, hidden, "\n"), Variant.of(text.replace("\n", "\r\n"), hidden, "\r\n"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        String ending() {
            return operation == Operation.RESPONSES ? "response.completed" : "data: [DONE]";
        }
    }

    /**
     * The stream with one kind of line end.
     *
     * @param visible what the client is to get of it
     */
    private record Variant(byte[] bytes, String visible, String blank) {

        static Variant of(String text, String hidden, String line) {
            var at = text.indexOf(hidden);
            var from = at < 0 ? 0 : text.lastIndexOf(line + line, at) + 2 * line.length();
            var to = at < 0 ? 0 : text.indexOf(line + line, at) + 2 * line.length();
            return new Variant(
                    text.getBytes(StandardCharsets.UTF_8), text.substring(0, from) + text.substring(to), line + line);
        }
    }

    @Test
    void a_stream_cut_anywhere_never_ends_cleanly_and_is_never_free() throws IOException {
        var random = new SplittableRandom(SEED);
        var seen = EnumSet.noneOf(TokenUsage.Quality.class);
        for (var count = 0; count < CUTS; count++) {
            var recording = RECORDINGS.get(random.nextInt(RECORDINGS.size()));
            var variant = recording.variants().get(random.nextInt(4) / 3);
            var cut = random.nextInt(variant.bytes().length + 1);
            try (var relay = new RelayUnderTest(recording.operation(), recording.hidden())) {
                feed(relay.sending(), variant.bytes(), cut, random);
                check(recording, variant, relay);
                seen.add(relay.usage().quality());
            } catch (AssertionError e) {
                throw new AssertionError(recording.name() + " cut at " + cut + ", number " + count, e);
            }
        }
        assertEquals(EnumSet.allOf(TokenUsage.Quality.class), seen);
    }

    /** Sends the bytes up to the cut in parts of any size; then the connection ends in order, breaks, or falls silent. */
    private static void feed(AttemptListener sending, byte[] bytes, int cut, SplittableRandom random) {
        var head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        head.headers().set(HttpHeaderNames.CONTENT_TYPE, "text/event-stream; charset=utf-8");
        sending.onHead(head);
        for (var from = 0; from < cut; ) {
            var length = 1 + random.nextInt(cut - from);
            sending.onBody(Unpooled.wrappedBuffer(bytes, from, length));
            sending.onPause();
            from += length;
        }
        switch (random.nextInt(4)) {
            case 0 -> sending.onFailure(Failure.RESET, "cut");
            case 1 -> sending.onFailure(Failure.TIMEOUT, "cut");
            default -> sending.onEnd();
        }
    }

    private static void check(Recording recording, Variant variant, RelayUnderTest relay) throws IOException {
        var got = relay.client();
        var error = got.body().indexOf(ERROR);
        var delivered = error < 0 ? got.body() : got.body().substring(0, error);
        var whole = delivered.contains(recording.ending());
        if (relay.begun()) {
            assertEquals(whole, got.cleanEnd(), "a clean end");
            assertEquals(!whole, error >= 0 && got.closed(), "an error and an abort");
        } else {
            assertTrue(got.body().isEmpty() && relay.leftForAnother(), "nothing, and another account");
        }
        var text = delivered.stripTrailing();
        assertTrue(variant.visible().startsWith(text), "from the beginning, and nothing that was not asked for");
        assertTrue(text.isEmpty() || variant.visible().startsWith(variant.blank(), text.length()), "whole events");
        checkUsage(recording, relay.usage(), delivered, whole);
    }

    private static void checkUsage(Recording recording, TokenUsage usage, String delivered, boolean whole) {
        if (delivered.contains(recording.delta())) {
            assertTrue(usage.known() && usage.prompt() > 0 && usage.completion() > 0, "counted");
        }
        var tells = !recording.told().equals(NEVER);
        if (whole) {
            assertEquals(tells, usage.quality() == TokenUsage.Quality.EXACT, "exact");
        } else if (!tells) {
            assertFalse(usage.quality() == TokenUsage.Quality.EXACT, "not exact");
        }
    }
}
