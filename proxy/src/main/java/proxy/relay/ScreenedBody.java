package proxy.relay;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpResponse;
import java.util.function.Supplier;
import proxy.io.Aside;
import proxy.io.Backstop;
import proxy.io.BufferedBody;
import proxy.observe.Findings;
import proxy.observe.Reason;
import proxy.observe.TokenUsage;
import proxy.stream.BodyOpening;
import proxy.stream.BodyTail;

/**
 * Looks at an answer that is one document once it is whole: a short one at once, a long one beside the event loop. When a word of the list
 * is to be refused, nothing of it passes before; the client then gets an error in its place. An account's own error in place of an answer is
 * told at once, as it is without a look.
 */
final class ScreenedBody implements Relay {

    private final Backstop backstop;
    private final Supplier<Relay> relays;
    private final AnswerCheck check;
    private final BodyTail tail = new BodyTail();
    private final BufferedBody body;
    /** Null once what comes is known for an answer, or where the relay itself tells. */
    private BodyOpening opening;

    private Relay relay;
    private boolean kept = true;
    private boolean looked;
    private boolean whole;
    private boolean closed;

    /** @param relays makes the relay that begins the answer */
    ScreenedBody(RelayContext to, Supplier<Relay> relays, HttpResponse head, AnswerCheck check) {
        this.backstop = to.backstop();
        this.relays = relays;
        this.check = check;
        this.body = new BufferedBody(to.allocator(), to.memory());
        if (!check.blocks()) {
            relay = relays.get();
        } else if (head.status().code() == 200 && Answer.isJson(head)) {
            opening = new BodyOpening(200);
        }
    }

    @Override
    public Fault part(ByteBuf part) {
        tail.observe(part);
        var fault = opening == null ? Fault.NONE : opened(part);
        if (fault != Fault.NONE) {
            return fault;
        }
        if (kept && !body.add(part.duplicate())) {
            if (check.blocks()) {
                return Fault.OVERLOADED;
            }
            passBlindly();
        }
        return relay == null ? Fault.NONE : relay.part(part);
    }

    private Fault opened(ByteBuf part) {
        return switch (opening.observe(part)) {
            case UNDECIDED -> Fault.NONE;
            case THROTTLED -> Fault.THROTTLED;
            case FAILED -> Fault.FAILED;
            case REFUSED, ANSWER -> {
                // Under this status nobody is refused.
                opening = null;
                yield Fault.NONE;
            }
        };
    }

    /** What is only recorded breaks no answer: it passes, and it is recorded that nobody looked. */
    private void passBlindly() {
        kept = false;
        body.release();
        check.unread(AnswerCheck.Unread.MEMORY);
    }

    @Override
    public boolean begun() {
        return relay != null && relay.begun();
    }

    @Override
    public boolean waits(Runnable then) {
        if (looked || !kept) {
            return false;
        }
        looked = true;
        var bytes = body.bytes().retainedDuplicate();
        if (bytes.readableBytes() <= Aside.MAX_AT_ONCE) {
            try {
                check.take(check.document(bytes));
            } finally {
                bytes.release();
            }
            return false;
        }
        backstop.aside(
                () -> {
                    try {
                        return check.document(bytes);
                    } finally {
                        bytes.release();
                    }
                },
                (found, failure) -> {
                    if (!closed) {
                        found(found);
                        then.run();
                    }
                });
        return true;
    }

    /** @param found null when looking failed */
    private void found(Findings found) {
        if (found == null) {
            check.unread(AnswerCheck.Unread.JSON);
        } else {
            check.take(found);
        }
    }

    @Override
    public boolean end() {
        whole = true;
        if (check.refused()) {
            return false;
        }
        if (relay == null) {
            relay = relays.get();
            if (relay.part(body.bytes()) != Fault.NONE) {
                return false;
            }
        }
        return relay.end();
    }

    @Override
    public boolean screened() {
        return whole && check.refused();
    }

    @Override
    public boolean cut() {
        return false;
    }

    @Override
    public boolean failureTold() {
        return false;
    }

    @Override
    public TokenUsage usage() {
        return whole ? tail.usage() : TokenUsage.UNKNOWN;
    }

    @Override
    public void breakOff(Reason reason, String message) {
        relay.breakOff(reason, message);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            body.release();
        }
        if (relay != null) {
            relay.close();
        }
    }
}
