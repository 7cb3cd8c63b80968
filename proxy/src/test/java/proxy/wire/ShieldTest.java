package proxy.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import proxy.testkit.ProxyUnderTest;

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
}
