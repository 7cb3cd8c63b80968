package proxy.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static proxy.testkit.FakeUpstream.answering;
import static proxy.testkit.FakeUpstream.busy;

import org.junit.jupiter.api.Test;
import proxy.testkit.ProxyUnderTest;
import proxy.testkit.RawClient;

/** A conversation goes on at the account that began it, through every replica. */
class ConversationsTest extends ResponsesCase {

    @Test
    void a_conversation_goes_on_at_the_account_that_began_it_through_any_replica() throws Exception {
        try (var one = replica("a", "b", "c");
                var other = replica("c", "a", "b")) {
            for (var count = 0; count < 8; count++) {
                var id = id(create(one, ""));
                upstream.nextRequest();
                var next = id(create(other, ", \"previous_response_id\" : \"" + id + "\",\"store\":true"));
                assertEquals(accountOf(id), accountOf(next));
                var body = new String(upstream.nextRequest().body(), java.nio.charset.StandardCharsets.UTF_8);
                assertEquals(
                        "{\"model\":\"gpt\",\"input\":\"hi\", \"previous_response_id\" : \""
                                + id.substring(0, id.length() - 29) + "\",\"store\":true}",
                        body);
            }
        }
    }

    @Test
    void a_conversation_waits_for_its_account_and_never_moves() throws Exception {
        upstream.on("a", answering(response("resp_a_1")).then(busy("retry-after-ms: 700")));
        try (var one = replica("a");
                var both = replica("a", "b")) {
            var answer = create(both, ",\"previous_response_id\":\"" + id(create(one, "")) + "\"");
            assertEquals(429, answer.status());
            assertEquals("throttled", answer.field("x-sluice-reason"));
            assertTrue(
                    answer.body().contains("The quota pool of the account that keeps the previous response"),
                    answer.body());
            assertTrue(Integer.parseInt(answer.field("retry-after-ms")) <= 700);
            assertEquals(0, upstream.count("b"));
        }
    }

    @Test
    void a_conversation_cannot_go_on_with_a_model_that_its_account_has_not() throws Exception {
        try (var proxy = replica(setup -> setup.account("b", upstream.url("b"), "b", "o4"), "a")) {
            var answer = proxy.call(RawClient.post(
                    "/v1/responses", "{\"model\":\"o4\",\"previous_response_id\":\"" + id(create(proxy, "")) + "\"}"));
            assertEquals(400, answer.status());
            assertEquals("response_elsewhere", answer.field("x-sluice-reason"));
        }
    }

    @Test
    void one_replica_without_a_key_remembers_its_own_ids_and_several_refuse_what_none_could_find() throws Exception {
        try (var single = ProxyUnderTest.inFrontOf(upstream, "a")) {
            assertEquals(
                    200,
                    create(single, ",\"previous_response_id\":\"" + id(create(single, "")) + "\"")
                            .status());
        }
        try (var one = ProxyUnderTest.start(setup -> {
            setup.account(upstream.url("a"));
            setup.config().put("replicas", 2);
        })) {
            assertEquals(200, create(one, "").status());
            var answer = create(one, ",\"previous_response_id\":\"resp_a_1\"");
            assertEquals(400, answer.status());
            assertEquals("not_served", answer.field("x-sluice-reason"));
            assertTrue(answer.body().contains("PROXY_RESPONSE_KEY"), answer.body());
        }
    }

    @Test
    void conversations_are_refused_with_what_to_do_instead() throws Exception {
        try (var proxy = replica("a")) {
            assertEquals(
                    "not_served", create(proxy, ",\"conversation\":\"conv_1\"").field("x-sluice-reason"));
            assertEquals(200, create(proxy, ",\"conversation\":null").status());
        }
    }

    @Test
    void an_id_with_escapes_is_the_same_id_and_a_second_one_is_refused() throws Exception {
        try (var proxy = replica("a")) {
            var id = id(create(proxy, ""));
            var escaped = "\\u0072" + id.substring(1);
            assertEquals(
                    200,
                    create(proxy, ",\"previous_response_id\":\"" + escaped + "\"")
                            .status());
            var twice = create(proxy, ",\"previous_response_id\":null,\"previous_response_id\":\"" + id + "\"");
            assertEquals("invalid_json", twice.field("x-sluice-reason"));
            assertFalse(proxy.log().contains(KEY));
        }
    }
}
