package proxy.relay;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.buffer.ByteBuf;
import java.util.Map;
import java.util.function.Consumer;
import proxy.io.MemoryBudget;
import proxy.observe.TokenUsage;
import proxy.screen.TextScan;
import proxy.stream.Event;
import proxy.stream.EventReader;
import proxy.stream.EventScanner;
import proxy.stream.UsageMeter;

/**
 * Looks at the events of a stream before they are passed on. When a word of the list is to be refused, an event waits until it is known
 * that its text is in none: no longer than the longest word, with what may stand between its characters, or until its text is over.
 */
final class ScreenedEvents extends ForwardingRelay implements EventScanner.Sink, EventLooks.Looked {

    private final AnswerCheck check;
    private final EventReader reader;
    private final EventScanner scanner;
    private final MemoryBudget.Share memory;
    /** What the account has done counts though it is refused: the relay behind hears of what passes only. */
    private final UsageMeter meter;

    private final EventLooks looks;
    private final HeldEvents held;
    private final Consumer<ByteBuf> onward = this::forward;
    private boolean shieldKnown;
    private boolean blind;
    private boolean closed;
    private Fault fault = Fault.NONE;
    private Passer passer;
    /** Null unless the answer ends while an event is looked at. */
    private Runnable atEnd;

    /** @param promptTokens estimate */
    ScreenedEvents(RelayContext to, Relay relay, AnswerCheck check, EventReader reader, long promptTokens) {
        super(relay);
        var allocator = to.allocator();
        this.check = check;
        this.reader = reader;
        this.scanner = new EventScanner(allocator, to.streams().eventBytes(), this);
        this.memory = to.memory().share();
        this.held = new HeldEvents(allocator);
        this.meter = new UsageMeter(promptTokens);
        this.looks = new EventLooks(to.backstop(), allocator, check, this);
    }

    @Override
    public void passer(Passer by) {
        passer = by;
    }

    @Override
    public Fault part(ByteBuf part) {
        if (blind || shieldKnown && !check.readsText() && scanner.kept() == 0) {
            return super.part(part);
        }
        if (!scanner.scan(part)) {
            fail(Fault.TOO_LARGE);
        }
        if (!keep()) {
            if (check.blocks()) {
                fail(Fault.OVERLOADED);
            } else {
                passBlindly();
            }
        }
        if (looks.busy()) {
            passer.waits();
        }
        return fault;
    }

    private boolean keep() {
        return memory.resize((long) held.bytes() + looks.bytes() + scanner.kept());
    }

    /** What is only recorded breaks no answer: the rest passes, and it is recorded that nobody looked. */
    private void passBlindly() {
        blind = true;
        check.unread(AnswerCheck.Unread.MEMORY);
        var waits = looks.busy();
        looks.close();
        // The relay behind counts for itself what it keeps.
        memory.resize(0);
        scanner.end(half -> {
            forward(half);
            return false;
        });
        scanner.close();
        if (waits && fault == Fault.NONE) {
            // Who hands the part over hears of a fault.
            passer.goesOn(Fault.NONE);
        }
    }

    @Override
    public boolean event(ByteBuf bytes) {
        if (fault == Fault.NONE) {
            if (!check.blocks()) {
                forward(bytes);
            }
            looks.look(bytes);
        }
        return false;
    }

    @Override
    public void looked(ByteBuf bytes, JsonNode json, Map<TextScan, TextScan.Mark> open) {
        if (fault == Fault.SCREENED) {
            return;
        }
        shieldKnown |= check.shield(json);
        if (!check.readsText()) {
            return;
        }
        var event = reader.read(bytes);
        if (json.isMissingNode() && event.kind() != Event.Kind.ERROR) {
            check.unread(AnswerCheck.Unread.JSON);
        }
        if (event.kind() == Event.Kind.END) {
            check.end();
        }
        check.note();
        if (check.blocks()) {
            meter.count(event);
            hold(bytes, open);
        }
    }

    private void hold(ByteBuf bytes, Map<TextScan, TextScan.Mark> open) {
        if (check.refused()) {
            fail(Fault.SCREENED);
        } else {
            held.add(bytes, open);
            held.release(onward);
        }
    }

    @Override
    public void caughtUp() {
        keep();
        passer.goesOn(fault);
        if (!closed && fault == Fault.NONE && atEnd != null) {
            atEnd.run();
        }
    }

    /** Nothing comes here: every event is looked at, and passed on when it may. */
    @Override
    public void pass(ByteBuf events) {
        events.release();
    }

    @Override
    public void late(ByteBuf lineFeed) {
        if (!check.blocks() || !looks.late(lineFeed) && !held.late(lineFeed)) {
            forward(lineFeed);
        }
    }

    private void forward(ByteBuf bytes) {
        if (fault == Fault.NONE) {
            fail(super.part(bytes));
        }
    }

    private void fail(Fault why) {
        fault = fault == Fault.NONE ? why : fault;
    }

    @Override
    public boolean waits(Runnable then) {
        if (!blind) {
            scanner.end(this::ends);
        }
        atEnd = then;
        return looks.busy();
    }

    private boolean ends(ByteBuf half) {
        var kind = reader.read(half).kind();
        return kind == Event.Kind.END || kind == Event.Kind.ERROR;
    }

    @Override
    public boolean end() {
        if (!blind) {
            scanner.end(this::ends);
            check.end();
            check.note();
        }
        if (fault == Fault.NONE && !check.refused()) {
            held.releaseAll(onward);
        }
        return super.end();
    }

    @Override
    public boolean cut() {
        // Of what is not looked at yet nothing passes: what is missing then is told as any break is.
        return !looks.busy() && end();
    }

    @Override
    public boolean screened() {
        return check.refused();
    }

    @Override
    public TokenUsage usage() {
        return check.blocks() ? meter.usage() : super.usage();
    }

    @Override
    public void close() {
        super.close();
        if (!closed) {
            closed = true;
            held.close();
            scanner.close();
            looks.close();
            memory.resize(0);
        }
    }
}
