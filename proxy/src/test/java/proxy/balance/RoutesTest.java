package proxy.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import proxy.balance.Decision.Cause;

/** Who may go where, in what order, and how often. */
class RoutesTest {

    private static Backend backend(String account, String geography, int priority) {
        return new Backend("gpt", account, account, geography, priority);
    }

    @Test
    void a_deployment_that_nobody_has_is_refused() {
        var scene = Scene.pools("a");
        assertEquals(
                new Decision.Reject(Cause.UNKNOWN_DEPLOYMENT, 0, false),
                scene.decide(Ask.ask().deployment("other")));
    }

    @Test
    void data_stays_in_the_geographies_of_the_caller() {
        var scene = new Scene().with(backend("us", "us", 1), backend("eu", "eu", 2));
        assertEquals("eu", scene.sentTo(Ask.ask().within("eu")));
        assertEquals("us", scene.sentTo(Ask.ask().within("us", "jp")));
        assertEquals(
                new Decision.Reject(Cause.GEOGRAPHY, 0, false),
                scene.decide(Ask.ask().within("jp")));
    }

    @Test
    void a_caller_is_not_sent_abroad_when_its_geography_is_parked() {
        var scene = new Scene().with(backend("us", "us", 1), backend("eu", "eu", 1));
        scene.refused(scene.send(Ask.ask().within("eu")), "retry-after-ms", "700");
        scene.rejects(Cause.THROTTLED, 700, Ask.ask().within("eu"));
        assertEquals("us", scene.sentTo(Ask.ask()));
    }

    @Test
    void what_one_account_keeps_goes_there_however_busy_or_ill_it_is() {
        var scene = new Scene()
                .pool("p", 600, 60_000)
                .with(Scene.backend("a", "p"), Scene.backend("b", "p"), Scene.backend("c", "q"));
        for (var count = 0; count < 10; count++) {
            assertEquals("b", scene.sentTo(Ask.ask().only("b")));
        }
        for (var count = 0; count < 10; count++) {
            scene.failed(scene.send(Ask.ask().only("b")));
        }
        assertEquals("b", scene.sentTo(Ask.ask().only("b")));
        assertEquals("b", scene.sentTo(Ask.ask().only("b").prefix(7)));
    }

    @Test
    void what_one_account_keeps_waits_for_its_pool_while_others_have_quota() {
        var scene = Scene.pools("a", "b");
        scene.refused(scene.send(Ask.ask().only("a")), "retry-after-ms", "700");
        scene.rejects(Cause.KEEPER_THROTTLED, 700, Ask.ask().only("a"));
        scene.rejects(Cause.KEEPER_THROTTLED, 700, Ask.ask().only("a").refusedBy("a"));
        assertEquals(new Decision.Wait(700), scene.decide(Ask.ask().only("a").mayWait(1_000)));
        assertEquals("b", scene.sentTo(Ask.ask()));
    }

    @Test
    void what_one_account_keeps_is_given_up_when_that_account_has_failed_it() {
        var scene = Scene.pools("a", "b");
        var a = scene.send(Ask.ask().only("a")).backend();
        scene.rejects(Cause.NO_BACKEND, 0, Ask.ask().only("a").failedBy(a));
    }

    @Test
    void what_one_account_keeps_cannot_go_on_with_a_model_that_it_has_not_nor_abroad() {
        var scene = new Scene().with(backend("us", "us", 1), backend("eu", "eu", 1));
        assertEquals(
                new Decision.Reject(Cause.ELSEWHERE, 0, false),
                scene.decide(Ask.ask().only("jp")));
        assertEquals(
                new Decision.Reject(Cause.GEOGRAPHY, 0, false),
                scene.decide(Ask.ask().only("us").within("eu")));
    }

    @Test
    void provisioned_capacity_goes_first_and_spills_over_while_it_is_parked() {
        var scene = new Scene().with(backend("standard", "eu", 2), backend("provisioned", "eu", 1));
        var first = scene.send(Ask.ask());
        assertEquals("provisioned", first.backend().account());
        scene.refused(first, "retry-after-ms", "700");
        assertEquals("standard", scene.sentTo(Ask.ask()));
        scene.pass(700);
        assertEquals("provisioned", scene.sentTo(Ask.ask()));
    }

    @Test
    void a_request_without_attempts_left_is_given_up() {
        var scene = Scene.pools("a", "b");
        scene.rejects(Cause.NO_BACKEND, 0, Ask.ask().tried(3));
        scene.rejects(Cause.THROTTLED, 0, Ask.ask().refusedBy("a").tried(2));
    }

    @Test
    void an_open_pool_that_seems_overdrawn_is_no_reason_to_come_back_at_once() {
        var scene = Scene.pools("a", "b");
        scene.dice.fall(0, 0);
        var refused = scene.send(Ask.ask());
        scene.refused(refused, "retry-after-ms", "700");
        var open = scene.send(Ask.ask());
        scene.answered(open, "x-ratelimit-remaining-requests", "0", "x-ratelimit-limit-requests", "100");
        scene.rejects(Cause.THROTTLED, 700, Ask.ask().tried(3));
    }

    @Test
    void a_retry_needs_budget_that_first_tries_earn() {
        var scene = Scene.pools("a", "b").retries(50, 1);
        scene.send(Ask.ask().tried(1));
        assertEquals(
                new Decision.Reject(Cause.NO_BACKEND, 0, false),
                scene.decide(Ask.ask().tried(1)));
        scene.send(Ask.ask());
        assertInstanceOf(Decision.Reject.class, scene.decide(Ask.ask().tried(1)));
        scene.send(Ask.ask());
        scene.send(Ask.ask().tried(1));
        assertInstanceOf(Decision.Reject.class, scene.decide(Ask.ask().tried(1)));
    }

    @Test
    void a_request_earns_once_however_often_it_waits() {
        var scene = Scene.pools("a").retries(50, 1);
        var waiting = scene.send(Ask.ask().tried(1));
        scene.refused(waiting, "retry-after-ms", "50");
        for (var time = 0; time < 10; time++) {
            assertEquals(new Decision.Wait(50), scene.decide(Ask.ask().mayWait(1_000)));
        }
        scene.pass(50);
        scene.send(Ask.ask().mayWait(950));
        scene.send(Ask.ask().tried(1));
        assertEquals(
                new Decision.Reject(Cause.NO_BACKEND, 0, false),
                scene.decide(Ask.ask().tried(1)));
    }

    @Test
    void a_retry_that_has_ended_leaves_its_place_to_another_although_none_was_earned() {
        var scene = Scene.pools("a").retries(0, 1);
        for (var time = 0; time < 10; time++) {
            var retry = scene.send(Ask.ask().tried(1));
            scene.answered(retry);
            scene.finished(scene.send(Ask.ask()));
            assertInstanceOf(Decision.Reject.class, scene.decide(Ask.ask().tried(1)));
            scene.finished(retry);
            scene.finished(retry);
            scene.pass(334);
        }
    }

    @Test
    void a_try_that_reached_nobody_pays_for_the_next_one() {
        var scene = Scene.pools("a", "b").retries(0, 1);
        scene.send(Ask.ask().tried(1));
        assertInstanceOf(Decision.Reject.class, scene.decide(Ask.ask().tried(1)));
        scene.unreached(scene.send(Ask.ask()));
        scene.send(Ask.ask().tried(1));
        assertInstanceOf(Decision.Reject.class, scene.decide(Ask.ask().tried(1)));
    }

    @Test
    void a_retry_of_which_two_ends_are_told_leaves_one_place() {
        var scene = Scene.pools("a").retries(0, 2);
        var retry = scene.send(Ask.ask().tried(1));
        scene.send(Ask.ask().tried(1));
        scene.finished(retry);
        scene.finished(retry);
        scene.send(Ask.ask().tried(1));
        assertInstanceOf(Decision.Reject.class, scene.decide(Ask.ask().tried(1)));
    }

    @Test
    void the_state_of_every_backend_is_told_in_order() {
        var scene = new Scene()
                .with(
                        new Backend("mini", "a", "a-mini", "eu", 1),
                        new Backend("gpt", "b", "b", "eu", 1),
                        new Backend("gpt", "a", "a", "eu", 1));
        assertEquals(
                List.of(
                        new BackendStatus(new Backend("gpt", "a", "a", "eu", 1), 0, 0, 0, false, false, 0),
                        new BackendStatus(new Backend("gpt", "b", "b", "eu", 1), 0, 0, 0, false, false, 0),
                        new BackendStatus(new Backend("mini", "a", "a-mini", "eu", 1), 0, 0, 0, false, false, 0)),
                scene.balancer().status());
    }

    @Test
    void deployments_of_one_pool_share_its_quota() {
        var scene =
                new Scene().with(new Backend("gpt", "a", "a", "eu", 1), new Backend("gpt-latest", "a", "a", "eu", 1));
        scene.refused(scene.send(Ask.ask()), "retry-after-ms", "700");
        scene.rejects(Cause.THROTTLED, 700, Ask.ask().deployment("gpt-latest"));
        scene.pass(700);
        assertEquals(
                "gpt-latest",
                scene.send(Ask.ask().deployment("gpt-latest")).backend().deployment());
    }

    @Test
    void facts_of_a_request_cannot_be_changed_afterwards() {
        var history = Ask.ask().refusedBy("a").facts().history();
        assertThrows(
                UnsupportedOperationException.class, () -> history.refusedBy().clear());
        assertThrows(UnsupportedOperationException.class, () -> history.failed().clear());
    }
}
