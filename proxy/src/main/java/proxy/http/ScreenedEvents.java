package proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import proxy.observe.TokenUsage;
import proxy.screen.TextScan;
import proxy.stream.AnswerText;
import proxy.stream.Event;
import proxy.stream.EventReader;
import proxy.stream.EventScanner;
import proxy.stream.UsageMeter;

/**
 * Looks at the events of a stream before they are passed on. When a word of the list is to be refused, an event waits until it is known
 * that its text is in none: no longer than the longest word, with what may stand between its characters, or until its text is over.
 */
final class ScreenedEvents extends ForwardingRelay implements EventScanner.Sink {

    private final ChannelHandlerContext ctx;
    private final AnswerCheck check;
    private final EventReader reader;
    private final EventScanner scanner;
    private final MemoryBudget.Share memory;
    /** What the account has done counts though it is refused: the relay behind hears of what passes only. */
    private final UsageMeter meter;

    private final Deque<Held> held = new ArrayDeque<>();
    private int heldBytes;
    private boolean shieldKnown;
    private boolean blind;
    private boolean closed;
    private Fault fault = Fault.NONE;

    /** @param open where the texts stood after this event */
    private record Held(ByteBuf bytes, Map<TextScan, TextScan.Mark> open) {

        boolean decided() {
            return open.entrySet().stream().allMatch(each -> each.getKey().decided(each.getValue()));
        }
    }

    /** @param promptTokens estimate */
    ScreenedEvents(
            ChannelHandlerContext ctx,
            Relay relay,
            AnswerCheck check,
            EventReader reader,
            long promptTokens,
            Services services) {
        super(relay);
        this.ctx = ctx;
        this.check = check;
        this.reader = reader;
        this.scanner = new EventScanner(ctx.alloc(), services.streams().eventBytes(), this);
        this.memory = services.memory().share();
        this.meter = new UsageMeter(promptTokens);
    }

    @Override
    public Fault part(ByteBuf part) {
        if (blind || shieldKnown && !check.readsText() && scanner.kept() == 0) {
            return super.part(part);
        }
        if (!scanner.scan(part)) {
            fail(Fault.TOO_LARGE);
        }
        if (!memory.resize(heldBytes + scanner.kept())) {
            if (check.blocks()) {
                fail(Fault.OVERLOADED);
            } else {
                passBlindly();
            }
        }
        return fault;
    }

    /** What is only recorded breaks no answer: the rest passes, and it is recorded that nobody looked. */
    private void passBlindly() {
        blind = true;
        check.unread(AnswerCheck.Unread.MEMORY);
        scanner.end(half -> {
            forward(half);
            return false;
        });
        scanner.close();
        memory.resize(0);
    }

    @Override
    public boolean event(ByteBuf bytes) {
        if (fault != Fault.NONE) {
            return false;
        }
        var json = AnswerText.ofEvent(bytes);
        shieldKnown |= check.shield(json);
        if (!check.readsText()) {
            forward(bytes);
            return false;
        }
        var event = reader.read(bytes);
        if (check.blocks()) {
            meter.count(event);
        }
        if (json.isMissingNode() && event.kind() != Event.Kind.ERROR) {
            check.unread(AnswerCheck.Unread.JSON);
        }
        var open = check.look(json);
        if (event.kind() == Event.Kind.END) {
            check.end();
        }
        if (check.refused()) {
            fail(Fault.SCREENED);
        } else if (check.blocks()) {
            held.add(new Held(ctx.alloc().buffer(bytes.readableBytes()).writeBytes(bytes.duplicate()), open));
            heldBytes += bytes.readableBytes();
            release(false);
        } else {
            forward(bytes);
        }
        return false;
    }

    /** Nothing comes here: every event is looked at, and passed on when it may. */
    @Override
    public void pass(ByteBuf events) {
        events.release();
    }

    @Override
    public void late(ByteBuf lineFeed) {
        if (held.isEmpty()) {
            forward(lineFeed);
        } else {
            held.getLast().bytes().writeBytes(lineFeed.duplicate());
            heldBytes += lineFeed.readableBytes();
        }
    }

    private void release(boolean all) {
        while (!held.isEmpty() && (all || held.peek().decided())) {
            var bytes = held.poll().bytes();
            heldBytes -= bytes.readableBytes();
            forward(bytes);
            bytes.release();
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
    public boolean end() {
        if (!blind) {
            scanner.end(half -> {
                var kind = reader.read(half).kind();
                return kind == Event.Kind.END || kind == Event.Kind.ERROR;
            });
            check.end();
        }
        if (fault == Fault.NONE && !check.refused()) {
            release(true);
        }
        return super.end();
    }

    @Override
    public boolean cut() {
        return end();
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
            held.forEach(each -> each.bytes().release());
            held.clear();
            scanner.close();
            memory.resize(0);
        }
    }
}
