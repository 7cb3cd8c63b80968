package proxy.relay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import proxy.config.ProxyConfig;
import proxy.io.Deadline;
import proxy.io.Fields;
import proxy.io.MemoryBudget;
import proxy.observe.Reason;
import proxy.observe.TokenUsage;
import proxy.stream.Dialect;
import proxy.stream.Event;
import proxy.stream.EventReader;
import proxy.stream.EventScanner;
import proxy.stream.UsageMeter;

/**
 * An answer that is a stream of events. Only whole events pass. The client gets nothing until the answer itself begins, within the
 * bounds of {@link ProxyConfig.Streams}: until then an account that fails can be left for another. From then on it never is: a stream
 * that ends without the event that ends it is broken off, because clients take a clean end for a whole answer.
 */
final class EventRelay implements Relay, EventScanner.Sink {

    private static final byte[] KEEP_ALIVE = ": keep-alive\n\n".getBytes(StandardCharsets.US_ASCII);

    private final Downstream reply;
    private Fields fields;
    private final boolean hidesUsage;
    private final EventReader reader;
    private final EventScanner scanner;
    private final UsageMeter meter;
    private final Hold hold;
    private final Deadline holdTime;
    private final Heartbeat heartbeat;
    private final MemoryBudget.Share memory;
    private boolean begun;
    private boolean ended;
    private boolean failureTold;
    private boolean closed;
    private Fault fault = Fault.NONE;

    /**
     * @param to of the request whose answer it is
     * @param fields of the answer's head
     * @param promptTokens estimate
     * @param hidesUsage whether the client did not ask for the event with the usage
     */
    EventRelay(RelayContext to, Fields fields, Dialect dialect, long promptTokens, boolean hidesUsage) {
        var settings = to.streams();
        this.reply = to.reply();
        this.fields = fields;
        this.hidesUsage = hidesUsage;
        this.reader = new EventReader(dialect);
        this.scanner = new EventScanner(to.allocator(), settings.eventBytes(), this);
        this.meter = new UsageMeter(promptTokens);
        this.hold = new Hold(to.allocator(), settings.holdBytes());
        this.heartbeat = new Heartbeat(to.backstop(), settings.heartbeat(), this::beat);
        this.memory = to.memory().share();
        this.holdTime = new Deadline(to.backstop().loop(), to.backstop()::broke);
        if (settings.hold().isZero()) {
            begin();
        } else {
            holdTime.set(settings.hold(), () -> {
                begin();
                reply.flush();
            });
        }
    }

    @Override
    public Fault part(ByteBuf part) {
        if (!scanner.scan(part) && fault == Fault.NONE) {
            fault = Fault.TOO_LARGE;
        }
        if (fault == Fault.NONE && !memory.resize(hold.bytes() + scanner.kept())) {
            begin();
            fault = memory.resize(scanner.kept()) ? Fault.NONE : Fault.OVERLOADED;
        }
        return fault;
    }

    @Override
    public boolean event(ByteBuf bytes) {
        if (fault != Fault.NONE) {
            return false;
        }
        var event = reader.read(bytes);
        if (event.kind() == Event.Kind.ERROR && !begun && !event.callersFault()) {
            fault = event.throttled() ? Fault.THROTTLED : Fault.FAILED;
            return false;
        }
        meter.count(event);
        switch (event.kind()) {
            case SILENT, PREAMBLE -> {}
            case ANSWER -> begin();
            case END -> {
                ended = true;
                begin();
            }
            case ERROR -> {
                if (event.plain()) {
                    ended = true;
                } else if (!ended) {
                    fault = Fault.MUTTERED;
                }
                failureTold = !event.callersFault();
                begin();
            }
        }
        return !(hidesUsage && event.onlyUsage());
    }

    @Override
    public void pass(ByteBuf events) {
        if (begun) {
            heartbeat.happened();
            reply.part(events);
        } else if (!hold.add(events) && fault == Fault.NONE) {
            begin();
        }
    }

    private void begin() {
        if (!begun) {
            holdTime.close();
            reply.begin(200, fields, true);
            begun = true;
            fields = null;
            hold.release(reply::part);
            heartbeat.start();
        }
    }

    private void beat() {
        if (reply.takesMore()) {
            reply.part(Unpooled.wrappedBuffer(KEEP_ALIVE));
            reply.flush();
        }
    }

    @Override
    public boolean begun() {
        return begun;
    }

    @Override
    public boolean end() {
        scanner.end(half -> {
            var kind = reader.read(half).kind();
            return kind == Event.Kind.END || kind == Event.Kind.ERROR;
        });
        return ended;
    }

    @Override
    public boolean cut() {
        return end();
    }

    @Override
    public boolean failureTold() {
        return failureTold;
    }

    @Override
    public TokenUsage usage() {
        return meter.usage();
    }

    @Override
    public void breakOff(Reason reason, String message) {
        reply.breakOffStream(reason, message);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            holdTime.close();
            heartbeat.stop();
            hold.release(ByteBuf::release);
            scanner.close();
            memory.resize(0);
        }
    }
}
