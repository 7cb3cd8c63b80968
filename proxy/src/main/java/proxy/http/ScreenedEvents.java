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

/**
 * Looks at the events of a stream before they are passed on. When a word of the list is to be refused, an event waits until it is known
 * that its text is in none: no longer than the longest word, with what may stand between its characters.
 */
final class ScreenedEvents implements Relay, EventScanner.Sink {

    private final ChannelHandlerContext ctx;
    private final Relay relay;
    private final AnswerCheck check;
    private final EventReader reader;
    private final EventScanner scanner;
    private final MemoryBudget.Share memory;
    private final Deque<Held> held = new ArrayDeque<>();
    private int heldBytes;
    private boolean shieldKnown;
    private boolean closed;
    private Fault fault = Fault.NONE;

    /** @param open where the texts stood after this event */
    private record Held(ByteBuf bytes, Map<TextScan, TextScan.Mark> open) {

        boolean decided() {
            return open.entrySet().stream().allMatch(each -> each.getKey().decided(each.getValue()));
        }
    }

    ScreenedEvents(ChannelHandlerContext ctx, Relay relay, AnswerCheck check, Call call, Services services) {
        this.ctx = ctx;
        this.relay = relay;
        this.check = check;
        this.reader = new EventReader(call.route().operation().dialect().orElseThrow());
        this.scanner = new EventScanner(ctx.alloc(), services.streams().eventBytes(), this);
        this.memory = services.memory().share();
    }

    @Override
    public Fault part(ByteBuf part) {
        if (shieldKnown && !check.readsText() && scanner.kept() == 0) {
            return relay.part(part);
        }
        if (!scanner.scan(part)) {
            fail(Fault.UNUSABLE);
        }
        if (!memory.resize(heldBytes + scanner.kept())) {
            fail(Fault.OVERLOADED);
        }
        return fault;
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
        var open = check.look(json);
        if (reader.read(bytes).kind() == Event.Kind.END) {
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
            fail(relay.part(bytes));
        }
    }

    private void fail(Fault why) {
        fault = fault == Fault.NONE ? why : fault;
    }

    @Override
    public boolean begun() {
        return relay.begun();
    }

    @Override
    public boolean end() {
        scanner.end(half -> {
            var kind = reader.read(half).kind();
            return kind == Event.Kind.END || kind == Event.Kind.ERROR;
        });
        check.end();
        if (fault == Fault.NONE && !check.refused()) {
            release(true);
        }
        return relay.end();
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
    public boolean failureTold() {
        return relay.failureTold();
    }

    @Override
    public TokenUsage usage() {
        return relay.usage();
    }

    @Override
    public void breakOff(Rejection rejection) {
        relay.breakOff(rejection);
    }

    @Override
    public void close() {
        relay.close();
        if (!closed) {
            closed = true;
            held.forEach(each -> each.bytes().release());
            held.clear();
            scanner.close();
            memory.resize(0);
        }
    }
}
