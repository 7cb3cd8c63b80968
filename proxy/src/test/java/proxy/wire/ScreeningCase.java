package proxy.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import proxy.testkit.FakeUpstream;
import proxy.testkit.ProxyUnderTest;
import proxy.testkit.RawClient;

/** A proxy in front of one account, and a list with the words falcon and NEC. */
abstract class ScreeningCase {

    FakeUpstream upstream;

    @BeforeEach
    void start() throws Exception {
        upstream = FakeUpstream.start().ok("ok");
    }

    @AfterEach
    void stop() throws Exception {
        upstream.close();
    }

    /** @param rules by their names */
    ProxyUnderTest proxy(Consumer<ObjectNode> rules) {
        return proxy(rules, setup -> {});
    }

    ProxyUnderTest proxy(Consumer<ObjectNode> rules, Consumer<ProxyUnderTest.Setup> change) {
        return ProxyUnderTest.start(setup -> {
            setup.account(upstream.url("ok"));
            var screening = setup.config().putObject("screening");
            screening.putArray("words").add("# secret names").add("falcon").add("=NEC");
            rules.accept(screening.putObject("rules"));
            change.accept(setup);
        });
    }

    /** The account streams these events, each sent by itself, and ends the stream. */
    void streams(String... events) {
        upstream.on("ok", exchange -> {
            exchange.beginStream();
            for (var event : events) {
                exchange.chunk(event);
            }
            exchange.endStream();
        });
    }

    static String chat(String content, String... fields) {
        var body = "{\"model\":\"gpt\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}".formatted(content);
        return RawClient.post("/v1/chat/completions", body, fields);
    }

    static String stream() {
        return RawClient.post("/v1/chat/completions", "{\"model\":\"gpt\",\"stream\":true,\"messages\":[]}");
    }

    static String says(RawClient.Answer answer) {
        return answer.status() + " " + answer.field("x-sluice-reason");
    }

    static String piece(String text) {
        return piece(0, "content", text);
    }

    /** An event in which one of several answers goes on. */
    static String piece(int choice, String field, String text) {
        return "data: {\"choices\":[{\"index\":%d,\"delta\":{\"%s\":\"%s\"}}]}\n\n".formatted(choice, field, text);
    }
}
