package proxy.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.util.concurrent.EventExecutor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import proxy.io.Backstop;
import proxy.observe.Findings;
import proxy.screen.Action;
import proxy.screen.PromptScreen;
import proxy.screen.Rules;
import proxy.screen.TextScan;
import proxy.screen.WordList;
import proxy.stream.AnswerText;
import proxy.stream.Dialect;

/** The work beside the loop is done when the test says so. */
class EventLooksTest implements Backstop, EventLooks.Looked {

    private static final String LONG = "x".repeat(40 * 1024);

    private final UnpooledByteBufAllocator heap = new UnpooledByteBufAllocator(false);
    private final Deque<Runnable> beside = new ArrayDeque<>();
    private final List<String> heard = new ArrayList<>();
    private final AnswerCheck check = new AnswerCheck(
            new Rules(Action.OFF, Action.BLOCK, Action.OFF, Action.OFF, Action.OFF),
            new PromptScreen(WordList.EMPTY, false),
            new AnswerText(Dialect.CHAT, false),
            true,
            false,
            new Findings());
    private final EventLooks looks = new EventLooks(this, heap, check, this);

    @AfterEach
    void nothing_is_kept() {
        looks.close();
        assertEquals(0, looks.bytes());
        assertEquals(0, heap.metric().usedHeapMemory());
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
        beside.add(() -> {
            try {
                then.accept(work.call(), null);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
    }

    @Override
    public void looked(ByteBuf event, JsonNode json, Map<TextScan, TextScan.Mark> open) {
        if (json.path("say").asText().equals("broken")) {
            throw new InternalError("unforeseen");
        }
        heard.add(json.path("say").asText()
                + event.toString(StandardCharsets.US_ASCII).length());
    }

    @Override
    public void caughtUp() {
        heard.add("caught up");
    }

    private static ByteBuf event(String say, String more) {
        return Unpooled.copiedBuffer(
                "data: {\"say\":\"" + say + "\",\"more\":\"" + more + "\"}\n\n", StandardCharsets.US_ASCII);
    }

    private static int length(String say, String more) {
        return event(say, more).readableBytes();
    }

    @Test
    void a_short_event_is_looked_at_at_once() {
        looks.look(event("short", ""));
        assertEquals(List.of("short" + length("short", "")), heard);
        assertFalse(looks.busy());
    }

    @Test
    void behind_a_long_one_all_wait_and_none_overtakes_it() {
        looks.look(event("long", LONG));
        looks.look(event("short", ""));
        looks.look(event("longer", LONG));
        assertTrue(looks.busy() && heard.isEmpty());
        assertTrue(looks.bytes() > 2 * LONG.length());
        beside.remove().run();
        assertEquals(List.of("long" + length("long", LONG), "short" + length("short", "")), heard);
        assertTrue(looks.busy());
        beside.remove().run();
        assertEquals(List.of("longer" + length("longer", LONG), "caught up"), heard.subList(2, 4));
        assertFalse(looks.busy());
    }

    @Test
    void the_line_feed_that_ends_an_event_goes_with_the_one_that_came_last() {
        var feed = Unpooled.copiedBuffer("\n", StandardCharsets.US_ASCII);
        assertFalse(looks.late(feed), "nothing waits");
        looks.look(event("long", LONG));
        assertTrue(looks.late(feed));
        looks.look(event("short", ""));
        assertTrue(looks.late(feed));
        beside.remove().run();
        assertEquals(
                List.of("long" + (length("long", LONG) + 1), "short" + (length("short", "") + 1), "caught up"), heard);
    }

    @Test
    void an_event_that_nobody_can_take_is_not_kept() {
        looks.look(event("broken", LONG));
        assertThrows(InternalError.class, beside.remove()::run);
        looks.look(event("long", LONG));
        looks.look(event("broken", ""));
        assertThrows(InternalError.class, beside.remove()::run);
    }

    @Test
    void nothing_is_heard_of_what_is_given_up() {
        looks.look(event("long", LONG));
        looks.look(event("short", ""));
        looks.close();
        beside.remove().run();
        assertEquals(List.of(), heard);
    }
}
