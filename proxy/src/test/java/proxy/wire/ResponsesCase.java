package proxy.wire;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import proxy.testkit.FakeUpstream;
import proxy.testkit.ProxyUnderTest;
import proxy.testkit.RawClient;

/** Replicas of a proxy in front of accounts that make responses, whose ids say which account that was. */
abstract class ResponsesCase {

    static final String KEY = "a key of thirty-two characters, or more";
    static final Pattern ID = Pattern.compile("\"id\":\"(resp_[a-z]_\\d+_[A-Za-z0-9_-]{28})\"");

    FakeUpstream upstream;

    @BeforeEach
    void start() throws Exception {
        upstream = FakeUpstream.start();
        for (var name : List.of("a", "b", "c")) {
            upstream.on(name, exchange -> exchange.answer(200, "", response("resp_" + name + "_" + exchange.number())));
        }
    }

    @AfterEach
    void stop() throws Exception {
        upstream.close();
    }

    static String response(String id) {
        return "{\"id\":\"" + id
                + "\",\"object\":\"response\",\"previous_response_id\":null,\"output\":[{\"id\":\"msg_1\"}]}";
    }

    ProxyUnderTest replica(String... accounts) {
        return replica(setup -> {}, accounts);
    }

    ProxyUnderTest replica(Consumer<ProxyUnderTest.Setup> more, String... accounts) {
        return ProxyUnderTest.start(setup -> {
            setup.variable("PROXY_RESPONSE_KEY", KEY);
            for (var name : accounts) {
                setup.account(name, upstream.url(name), name, "gpt");
            }
            more.accept(setup);
        });
    }

    static RawClient.Answer create(ProxyUnderTest proxy, String more) throws Exception {
        return proxy.call(RawClient.post("/v1/responses", "{\"model\":\"gpt\",\"input\":\"hi\"" + more + "}"));
    }

    static String id(RawClient.Answer answer) {
        var id = ID.matcher(answer.body());
        assertTrue(id.find(), answer.body());
        return id.group(1);
    }

    static String accountOf(String id) {
        return id.substring(5, 6);
    }

    static String request(String method, String path) {
        return method + " " + path + " HTTP/1.1\r\nHost: sluice\r\nContent-Length: 0\r\n\r\n";
    }
}
