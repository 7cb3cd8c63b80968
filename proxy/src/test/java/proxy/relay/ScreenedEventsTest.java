package proxy.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import proxy.api.Operation;
import proxy.config.ProxyConfig;
import proxy.http.RelayUnderTest;
import proxy.io.Backstop;
import proxy.io.Fields;
import proxy.io.MemoryBudget;
import proxy.observe.Findings;
import proxy.screen.Action;
import proxy.screen.PromptScreen;
import proxy.screen.Rules;
import proxy.screen.WordList;
import proxy.stream.AnswerText;
import proxy.stream.Dialect;
import proxy.stream.EventReader;

/** Words are only logged, memory is short, and no look beside the loop ever ends. */
class ScreenedEventsTest implements Backstop, Relay.Passer {

    private static final int MEMORY = 60 * 1024;
    private static final ProxyConfig.Streams SETTINGS =
            new ProxyConfig.Streams(100 * 1024, 64 * 1024, Duration.ofSeconds(1), Duration.ZERO);
    private static final String LONG =
            "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"%s\"}}]}\n\n".formatted("x".repeat(40 * 1024));

    private final MemoryBudget memory = new MemoryBudget(MEMORY);
    private final RelayUnderTest client = new RelayUnderTest(Operation.CHAT_COMPLETIONS, false);
    private final Findings findings = new Findings();
    private final List<String> heard = new ArrayList<>();
    private final ScreenedEvents events = new ScreenedEvents(
            client.context(SETTINGS, memory, this),
            new EventRelay(client.context(SETTINGS, memory), new Fields(), Dialect.CHAT, 1, false),
            new AnswerCheck(
                    new Rules(Action.OFF, Action.LOG, Action.OFF, Action.OFF, Action.OFF),
                    new PromptScreen(WordList.EMPTY, false),
                    new AnswerText(Dialect.CHAT, false),
                    true,
                    false,
                    findings),
            new EventReader(Dialect.CHAT),
            1);

    ScreenedEventsTest() {
        events.passer(this);
    }

    @AfterEach
    void nothing_is_kept() {
        events.close();
        assertEquals(0, memory.used());
        client.close();
    }

    @Override
    public void waits() {
        heard.add("waits");
    }

    @Override
    public void goesOn(Relay.Fault fault) {
        heard.add("goes on: " + fault);
    }

    @Override
    public void broke(Throwable cause) {
        throw new AssertionError(cause);
    }

    @Override
    public EventExecutor loop() {
        throw new AssertionError("only the work beside it is asked for");
    }

    @Override
    public <T> void aside(Callable<T> work, BiConsumer<T, Throwable> then) {
        try {
            work.call();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private Relay.Fault part(String text) {
        return events.part(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
    }

    @Test
    void half_an_event_that_there_is_memory_to_keep_but_not_to_look_at_passes_when_it_is_whole() throws IOException {
        var half = "data: " + "x".repeat(MEMORY / 2);
        assertEquals(Relay.Fault.NONE, part(LONG));
        assertEquals(Relay.Fault.NONE, part(half));
        assertEquals(List.of("waits", "goes on: NONE"), heard);
        assertTrue(findings.found(Findings.Rule.ANSWER_UNREAD));
        assertEquals(Relay.Fault.NONE, part("x\n\n"));
        assertEquals(LONG + half + "x\n\n", client.client().body());
    }

    @Test
    void half_an_event_that_there_is_no_memory_to_keep_either_ends_the_answer_once() {
        part(LONG);
        assertEquals(Relay.Fault.OVERLOADED, part("data: " + "x".repeat(MEMORY)));
        assertEquals(List.of("waits"), heard);
    }

    @Test
    void an_event_that_is_too_long_where_memory_ends_ends_the_answer_once() {
        part(LONG);
        assertEquals(Relay.Fault.TOO_LARGE, part(LONG + "data: " + "x".repeat(SETTINGS.eventBytes())));
        assertEquals(List.of("waits"), heard);
    }
}
