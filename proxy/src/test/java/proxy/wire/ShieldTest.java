package proxy.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import proxy.testkit.FakeUpstream;
import proxy.testkit.ProxyUnderTest;
import proxy.testkit.RawClient;

/** What the service's own filters say of a prompt. */
class ShieldTest extends ScreeningCase {

    @Test
    void what_the_service_says_of_an_attack_is_on_the_access_line() throws Exception {
        upstream.on(
                        "ok",
                        exchange -> exchange.answer(
                                400,
                                "",
                                "{\"error\":{\"code\":\"content_filter\",\"innererror\":{\"content_filter_result\":"
                                        + "{\"hate\":{\"filtered\":false},\"jailbreak\":{\"detected\":true,\"filtered\":true}}}}}"))
                .on("stream", exchange -> {
                    exchange.beginStream();
                    exchange.chunk("data: {\"choices\":[],\"prompt_filter_results\":[{\"content_filter_results\":"
                            + "{\"indirect_attack\":{\"detected\":true},\"made_up\":{\"filtered\":true}}}]}\n\n");
                    exchange.chunk(piece("Hi") + "data: [DONE]\n\n");
                    exchange.endStream();
                });
        try (var proxy = proxy(rules -> rules.put("injection", "log"))) {
            assertEquals(400, proxy.call(chat("hello")).status());
            assertTrue(proxy.awaitEvent("\"shield\"").contains("\"shield\":{\"jailbreak\":1}"));
        }
        try (var proxy = ProxyUnderTest.start(setup -> setup.account(upstream.url("stream"))
                .config()
                .putObject("screening")
                .putObject("rules")
                .put("injection", "log"))) {
            assertTrue(proxy.call(stream()).body().contains("Hi"));
            var line = proxy.awaitEvent("\"shield\"");
            assertTrue(line.contains("\"shield\":{\"indirect_attack\":1,\"other\":1}"), line);
        }
    }

    @Test
    void what_it_says_of_an_attack_on_the_responses_api_is_there_as_well() throws Exception {
        var filters = "\"content_filters\":[{\"source_type\":\"prompt\",\"content_filter_results\":"
                + "{\"jailbreak\":{\"detected\":true},\"hate\":{\"filtered\":false}}},"
                + "{\"source_type\":\"completion\",\"content_filter_results\":{\"violence\":{\"filtered\":true}}}]";
        var completed = "data: {\"type\":\"response.completed\",\"response\":{\"output\":[]," + filters + "}}\n\n";
        for (var behaviour : Map.<String, FakeUpstream.Behaviour>of(
                        "whole", exchange -> exchange.answer(200, "", "{\"output\":[]," + filters + "}"),
                        "refused",
                                exchange -> exchange.answer(
                                        400, "", "{\"error\":{\"code\":\"content_filter\"," + filters + "}}"),
                        "stream",
                                exchange -> {
                                    exchange.beginStream();
                                    exchange.chunk(completed);
                                    exchange.endStream();
                                })
                .entrySet()) {
            upstream.on("ok", behaviour.getValue());
            try (var proxy = proxy(rules -> rules.put("injection", "log"))) {
                var answer = proxy.call(RawClient.post("/v1/responses", "{\"model\":\"gpt\",\"input\":\"hi\"}"));
                assertTrue(answer.body().contains("content_filters"), answer.body());
                var line = proxy.awaitEvent("\"shield\"");
                assertTrue(line.contains("\"shield\":{\"jailbreak\":1}"), behaviour.getKey() + line);
            }
        }
    }
}
