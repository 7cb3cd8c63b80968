package proxy.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static proxy.testkit.FakeUpstream.answering;
import static proxy.testkit.FakeUpstream.busy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.errors.BadRequestException;
import com.openai.errors.OpenAIException;
import com.openai.errors.OpenAIServiceException;
import com.openai.errors.RateLimitException;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import proxy.testkit.Await;
import proxy.testkit.FakeUpstream;
import proxy.testkit.ProxyUnderTest;

/** The official Java client, with its own settings, in front of accounts that misbehave. */
class OpenAiJavaTest {

    private static final ChatCompletionCreateParams PARAMS = ChatCompletionCreateParams.builder()
            .model("gpt")
            .addUserMessage("hi")
            .build();
    private static final String TEXT = "Hello there!";
    private static final String STREAM = event("{\"role\":\"assistant\",\"content\":\"\"}", "null")
            + event("{\"content\":\"Hello\"}", "null")
            + event("{\"content\":\" there\"}", "null")
            + event("{\"content\":\"!\"}", "null")
            + event("{}", "\"stop\"");
    private static final String ANSWER =
            "{\"id\":\"c\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"gpt\",\"choices\":"
                    + "[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"Hello there!\"},\"finish_reason\":\"stop\"}]}";
    private static final String DONE = "data: [DONE]\n\n";
    private static final String FAILED = "data: {\"error\":{\"code\":\"server_error\",\"message\":\"m\"}}\n\n";

    private FakeUpstream upstream;

    /** How an account breaks a stream off. */
    private enum Break {
        CLEAN_END {
            @Override
            void apply(FakeUpstream.Exchange exchange) throws Exception {
                exchange.endStream();
            }
        },
        CLOSE {
            @Override
            void apply(FakeUpstream.Exchange exchange) throws Exception {
                exchange.socket().close();
            }
        },
        RESET {
            @Override
            void apply(FakeUpstream.Exchange exchange) throws Exception {
                exchange.reset();
            }
        };

        abstract void apply(FakeUpstream.Exchange exchange) throws Exception;
    }

    private static String event(String delta, String finish) {
        return "data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"gpt\",\"choices\":"
                + "[{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":" + finish + "}]}\n\n";
    }

    @BeforeEach
    void start() throws Exception {
        upstream = FakeUpstream.start();
        stream("good", STREAM + DONE, Break.CLEAN_END);
    }

    @AfterEach
    void stop() throws Exception {
        upstream.close();
    }

    private void stream(String name, String events, Break end) {
        upstream.on(name, exchange -> {
            exchange.beginStream();
            if (!events.isEmpty()) {
                exchange.chunk(events);
            }
            end.apply(exchange);
        });
    }

    private static OpenAIClient client(ProxyUnderTest proxy) {
        return OpenAIOkHttpClient.builder()
                .baseUrl("http://127.0.0.1:" + proxy.port() + "/v1")
                .apiKey("unused")
                .build();
    }

    /** Adds what comes to the text until the stream ends, or throws what the client throws. */
    private static void read(OpenAIClient client, List<ChatCompletionChunk> chunks) {
        try (var stream = client.chat().completions().createStreaming(PARAMS)) {
            stream.stream().forEach(chunks::add);
        }
    }

    private static String text(List<ChatCompletionChunk> chunks) {
        var text = new StringBuilder();
        chunks.forEach(chunk ->
                chunk.choices().forEach(choice -> choice.delta().content().ifPresent(text::append)));
        return text.toString();
    }

    /** The client has sent that many requests, by the access line of each. */
    private static void assertRequests(int expected, ProxyUnderTest proxy) {
        Await.until(() -> requests(proxy) >= expected);
        assertEquals(expected, requests(proxy));
    }

    private static long requests(ProxyUnderTest proxy) {
        return proxy.log()
                .lines()
                .filter(line -> line.contains("\"event\":\"request\""))
                .count();
    }

    @Test
    void a_good_stream_comes_whole_and_without_the_usage_that_was_not_asked_for() {
        var usage = "data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"gpt\","
                + "\"choices\":[],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":3,\"total_tokens\":4}}\n\n";
        stream("usage", STREAM + usage + DONE, Break.CLEAN_END);
        try (var proxy = ProxyUnderTest.inFrontOf(upstream, "usage")) {
            var chunks = new ArrayList<ChatCompletionChunk>();
            var client = client(proxy);
            read(client, chunks);
            client.close();
            assertEquals(TEXT, text(chunks));
            assertTrue(chunks.stream().noneMatch(chunk -> chunk.choices().isEmpty()));
        }
    }

    @ParameterizedTest
    @EnumSource(Break.class)
    void a_stream_cut_anywhere_raises_an_error_and_never_passes_for_a_short_text(Break end) {
        try (var proxy = ProxyUnderTest.inFrontOf(upstream, "cut")) {
            var client = client(proxy);
            for (var cut : cuts()) {
                stream("cut", STREAM.substring(0, cut), end);
                var chunks = new ArrayList<ChatCompletionChunk>();
                assertThrows(OpenAIException.class, () -> read(client, chunks), "cut at " + cut);
                assertTrue(TEXT.startsWith(text(chunks)));
            }
            client.close();
        }
    }

    /** Behind every event, where a cut is hardest to see, and here and there inside them. */
    private static List<Integer> cuts() {
        var cuts = new ArrayList<Integer>();
        for (var border = STREAM.indexOf("\n\n") + 2; border > 1; border = STREAM.indexOf("\n\n", border) + 2) {
            cuts.addAll(List.of(border - 1, border, Math.min(border + 40, STREAM.length())));
        }
        return cuts;
    }

    @Test
    void an_error_in_place_of_the_answer_is_not_seen_and_one_inside_it_is_raised() {
        upstream.on("error", exchange -> {
            exchange.beginStream();
            exchange.chunk(FAILED);
            exchange.endStream();
        });
        stream("late", STREAM + FAILED + DONE, Break.CLEAN_END);
        try (var proxy = ProxyUnderTest.inFrontOf(upstream, "error", "good")) {
            while (upstream.count("error") == 0) {
                var chunks = new ArrayList<ChatCompletionChunk>();
                read(client(proxy), chunks);
                assertEquals(TEXT, text(chunks));
            }
        }
        try (var proxy = ProxyUnderTest.inFrontOf(upstream, "late")) {
            assertThrows(OpenAIException.class, () -> read(client(proxy), new ArrayList<>()));
            assertRequests(1, proxy);
        }
    }

    @Test
    void a_client_that_is_told_when_comes_back_then_and_is_served() {
        upstream.on("soon", busy("retry-after-ms: 200").then(answering(ANSWER)));
        try (var proxy = ProxyUnderTest.inFrontOf(upstream, "soon")) {
            var answer = client(proxy).chat().completions().create(PARAMS);
            assertEquals(TEXT, answer.choices().getFirst().message().content().orElseThrow());
            assertEquals(2, upstream.count("soon"));
            assertRequests(2, proxy);
        }
    }

    @Test
    void a_client_comes_back_twice_while_quota_is_used_up_and_then_raises_the_refusal() {
        upstream.on("none", busy("retry-after-ms: 200"));
        try (var proxy = ProxyUnderTest.inFrontOf(upstream, "none")) {
            var refusal = assertThrows(
                    RateLimitException.class,
                    () -> client(proxy).chat().completions().create(PARAMS));
            assertEquals("throttled", refusal.code().orElseThrow());
            assertRequests(3, proxy);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 504})
    void a_client_does_not_repeat_what_may_still_be_served(int status) {
        upstream.on("slow", exchange -> exchange.answer(status, "", "{}"));
        try (var proxy = ProxyUnderTest.inFrontOf(upstream, "slow")) {
            assertThrows(
                    OpenAIServiceException.class,
                    () -> client(proxy).chat().completions().create(PARAMS));
            assertRequests(1, proxy);
            assertEquals(1, upstream.count("slow"));
        }
    }

    @Test
    void a_filtered_prompt_is_raised_as_such_and_a_filtered_answer_says_so() {
        upstream.on(
                "filter",
                exchange -> exchange.answer(
                        400,
                        "",
                        "{\"error\":{\"code\":\"content_filter\",\"message\":\"m\",\"type\":null,\"param\":\"prompt\"}}"));
        stream(
                "filtered",
                event("{\"content\":\"He\"}", "null") + event("{}", "\"content_filter\"") + DONE,
                Break.CLEAN_END);
        try (var proxy = ProxyUnderTest.inFrontOf(upstream, "filter")) {
            var refusal = assertThrows(
                    BadRequestException.class,
                    () -> client(proxy).chat().completions().create(PARAMS));
            assertEquals("content_filter", refusal.code().orElseThrow());
            assertRequests(1, proxy);
        }
        try (var proxy = ProxyUnderTest.inFrontOf(upstream, "filtered")) {
            var chunks = new ArrayList<ChatCompletionChunk>();
            read(client(proxy), chunks);
            var last = chunks.getLast().choices().getFirst();
            assertEquals(
                    ChatCompletionChunk.Choice.FinishReason.CONTENT_FILTER,
                    last.finishReason().orElseThrow());
        }
    }
}
