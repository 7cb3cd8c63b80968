package proxy.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.models.audio.speech.SpeechCreateParams;
import com.openai.models.audio.transcriptions.TranscriptionCreateParams;
import com.openai.models.completions.CompletionCreateParams;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.images.ImageGenerateParams;
import com.openai.models.responses.ResponseCreateParams;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import proxy.testkit.FakeUpstream;
import proxy.testkit.ProxyUnderTest;

/** The official Java client, with its own settings, on every operation. */
class OpenAiJavaSurfaceTest {

    private static final String USAGE = "\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1,\"total_tokens\":2}";
    private static final Map<String, String> ANSWERS = Map.of(
            "/completions",
            "{\"id\":\"c\",\"object\":\"text_completion\",\"created\":1,\"model\":\"gpt\",\"choices\":[{\"index\":0,"
                    + "\"text\":\"Hello\",\"finish_reason\":\"stop\",\"logprobs\":null}]," + USAGE + "}",
            "/embeddings",
            "{\"object\":\"list\",\"model\":\"gpt\",\"data\":[{\"object\":\"embedding\",\"index\":0,\"embedding\":[1.0,2.0]}],"
                    + USAGE + "}",
            "/images/generations",
            "{\"created\":1,\"data\":[{\"b64_json\":\"aW1hZ2U=\"}]}",
            "/audio/transcriptions",
            "{\"text\":\"Hello\"}",
            "/audio/speech",
            "sound");

    private FakeUpstream upstream;
    private ProxyUnderTest proxy;
    private OpenAIClient client;

    @BeforeEach
    void start() throws Exception {
        upstream = FakeUpstream.start().on("all", OpenAiJavaSurfaceTest::answer);
        proxy = ProxyUnderTest.inFrontOf(upstream, "all");
        client = OpenAIOkHttpClient.builder()
                .baseUrl("http://127.0.0.1:" + proxy.port() + "/v1")
                .apiKey("unused")
                .build();
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        proxy.close();
        upstream.close();
    }

    private static void answer(FakeUpstream.Exchange exchange) throws Exception {
        var path = exchange.path().substring("/all/openai/v1".length());
        if (path.startsWith("/responses")) {
            var body = new String(exchange.body(), StandardCharsets.UTF_8);
            var id = path.contains("resp_") ? path.split("/")[2] : "resp_" + exchange.number();
            exchange.answer(
                    200,
                    "",
                    "{\"id\":\"" + id
                            + "\",\"object\":\"response\",\"created_at\":1,\"status\":\"completed\",\"model\":\"gpt\","
                            + "\"instructions\":\"" + (body.contains("resp_1\"") ? "resp_1" : "none")
                            + "\",\"output\":[]}");
        } else {
            exchange.answer(200, "", ANSWERS.get(path));
        }
    }

    @Test
    void completions_and_embeddings_answer() {
        var completion = client.completions()
                .create(CompletionCreateParams.builder()
                        .model("gpt")
                        .prompt("hi")
                        .build());
        assertEquals("Hello", completion.choices().getFirst().text());
        var embeddings = client.embeddings()
                .create(EmbeddingCreateParams.builder().model("gpt").input("hi").build());
        assertEquals(2, embeddings.data().getFirst().embedding().size());
    }

    @Test
    void an_image_is_made() {
        var images = client.images()
                .generate(
                        ImageGenerateParams.builder().model("gpt").prompt("hi").build());
        assertEquals(
                "aW1hZ2U=", images.data().orElseThrow().getFirst().b64Json().orElseThrow());
    }

    @Test
    void speech_is_heard_and_spoken() throws Exception {
        var sound = new byte[100_000];
        var text = client.audio()
                .transcriptions()
                .create(TranscriptionCreateParams.builder()
                        .model("gpt")
                        .file(sound)
                        .build());
        assertEquals("Hello", text.asTranscription().text());
        try (var spoken = client.audio()
                .speech()
                .create(SpeechCreateParams.builder()
                        .model("gpt")
                        .voice("alloy")
                        .input("hi")
                        .build())) {
            assertArrayEquals(
                    "sound".getBytes(StandardCharsets.US_ASCII), spoken.body().readAllBytes());
        }
    }

    @Test
    void a_conversation_goes_on_and_is_told_and_deleted() {
        var first = client.responses()
                .create(ResponseCreateParams.builder().model("gpt").input("hi").build());
        assertTrue(first.id().startsWith("resp_1_"), first.id());
        var next = client.responses()
                .create(ResponseCreateParams.builder()
                        .model("gpt")
                        .input("and?")
                        .previousResponseId(first.id())
                        .build());
        assertEquals("resp_1", next.instructions().orElseThrow().asString());
        assertEquals(next.id(), client.responses().retrieve(next.id()).id());
        assertEquals(next.id(), client.responses().cancel(next.id()).id());
        client.responses().delete(next.id());
        assertThrows(NotFoundException.class, () -> client.responses().retrieve("resp_1"));
    }

    @Test
    void models_are_told_and_what_lives_in_one_account_is_refused() {
        assertEquals("gpt", client.models().list().data().getFirst().id());
        assertEquals("gpt", client.models().retrieve("gpt").id());
        var refusal =
                assertThrows(BadRequestException.class, () -> client.files().list());
        assertEquals("not_served", refusal.code().orElseThrow());
    }
}
