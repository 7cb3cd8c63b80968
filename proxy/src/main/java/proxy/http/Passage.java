package proxy.http;

import io.netty.buffer.ByteBuf;
import java.util.function.Supplier;
import proxy.observe.Reason;
import proxy.observe.TokenUsage;
import proxy.relay.Relay;
import proxy.upstream.Attempt;
import proxy.upstream.AttemptListener.Failure;

/**
 * A good answer on its way from its account to the client, until it is whole, or broken off, or left for another account's: that only as
 * long as the client has got nothing of it. Lives on the client connection's event loop.
 */
final class Passage implements Relay.Passer {

    /** Of an answer: more than any model makes. What comes without end ends here. */
    static final long MAX_BYTES = 256L * 1024 * 1024;

    /** Why an answer is given up that is, in the words of the event {@code attempt_failed}. */
    static final String TOO_LARGE = "too_large";

    static final String ANSWER = "The answer";
    private static final String EVENT = "An event";

    private final Services services;
    private final Reply reply;
    private final Progress progress;
    private final Report report;
    private final Attempt attempt;
    private final Relay relay;
    private final Owner owner;
    private final BackPressure backPressure;
    private final Supplier<TokenUsage> usageBefore;

    /** The request's exchange. */
    interface Owner {

        /** What was sent came to nothing, and another sending may do better. */
        void again();

        /** There is no other sending after this one. */
        void over();

        /** The client takes nothing of its answer any more. */
        void clientStalled();
    }

    Passage(RequestContext request, Report report, Attempt attempt, Relay relay, Owner owner) {
        this.services = request.services();
        this.reply = request.reply();
        this.progress = request.progress();
        this.report = report;
        this.attempt = attempt;
        this.relay = relay;
        this.owner = owner;
        this.backPressure =
                new BackPressure(request.ctx(), services.memory(), request.backstop(), owner::clientStalled);
        this.usageBefore = progress.usage;
        relay.passer(this);
    }

    /** Passes on a part of the body, which stays the caller's. */
    void part(ByteBuf part) {
        settle(relay.part(part));
    }

    @Override
    public void waits() {
        attempt.read(false);
    }

    @Override
    public void goesOn(Relay.Fault fault) {
        if (!backPressure.holds()) {
            attempt.read(true);
        }
        settle(fault);
        if (fault == Relay.Fault.NONE) {
            reply.flush();
        }
    }

    /** What ended the answer within a call is not told a second time by what the call returns. */
    private void settle(Relay.Fault fault) {
        if (reply.over()) {
            return;
        }
        switch (fault) {
            case NONE -> {
                if (progress.responseBytes > MAX_BYTES) {
                    tooLarge(ANSWER, MAX_BYTES);
                } else {
                    backPressure.wrote(attempt);
                }
            }
            case FAILED -> {
                report.leaves(Rejection.failed());
                report.failed("error", "in place of an answer");
                leave();
            }
            case REFUSED -> {
                report.leaves(Rejection.refused());
                report.failed("refused", relay.refusal());
                // Its name may have led past its private endpoint: the next connection looks it up again.
                attempt.cancel();
                leave();
            }
            case THROTTLED -> {
                progress.usage = usageBefore;
                report.throttled(name -> null);
                leave();
            }
            case MUTTERED -> {
                attempt.cancel();
                reportEnd();
                stop(Rejection.failed());
            }
            case TOO_LARGE -> tooLarge(EVENT, services.streams().eventBytes());
            case SCREENED -> giveUp(Rejection.screenedAnswer(progress.findings));
            case OVERLOADED -> giveUp(Rejection.overloaded());
        }
    }

    private void giveUp(Rejection rejection) {
        attempt.cancel();
        report.cancelled();
        stop(rejection);
    }

    private void tooLarge(String what, long most) {
        attempt.cancel();
        report.tooMuch(TOO_LARGE, what);
        stop(Rejection.tooLarge(what, most));
    }

    private void leave() {
        letGo();
        attempt.discard();
        owner.again();
    }

    /** The client took what was buffered for it. */
    void clientWritable() {
        backPressure.clientWritable();
    }

    /** The account has sent everything. */
    void end() {
        if (relay.waits(this::end)) {
            return;
        }
        if (relay.end()) {
            finish();
        } else if (relay.screened()) {
            report.finished();
            stop(Rejection.screenedAnswer(progress.findings));
        } else {
            report.failed("truncated", "ended before it was complete");
            another(Rejection.of(Reason.UPSTREAM_TRUNCATED, "The answer ended before it was complete"));
        }
    }

    /** The account is gone. @return whether nothing is missing, so that the answer ends well */
    boolean cut() {
        var whole = relay.cut();
        if (whole) {
            finish();
        }
        return whole;
    }

    private void finish() {
        if (relay.failureTold()) {
            progress.reason = Reason.UPSTREAM_ERROR;
        }
        reportEnd();
        over();
        reply.end();
    }

    private void reportEnd() {
        if (relay.failureTold()) {
            report.failed("error", "within the answer");
        } else {
            report.finished();
        }
    }

    /** The rest of it does not come. */
    void failed(Failure failure) {
        if (relay.screened()) {
            stop(Rejection.screenedAnswer(progress.findings));
        } else if (failure.again()) {
            another(Rejection.of(failure));
        } else {
            stop(Rejection.of(failure));
        }
    }

    /** What was sent came to nothing: as long as the client has not heard of it, another account may do better. */
    private void another(Rejection rejection) {
        if (relay.begun()) {
            stop(rejection);
            return;
        }
        progress.usedUnknown();
        report.leaves(rejection);
        letGo();
        owner.again();
    }

    /** Ends the client's answer, whether it has begun or not. */
    void stop(Rejection rejection) {
        over();
        if (relay.begun()) {
            relay.breakOff(rejection.reason(), rejection.message());
        } else {
            rejection.give(reply);
        }
    }

    /** Nothing of it passes any more. Further calls do nothing new. */
    void over() {
        letGo();
        owner.over();
    }

    private void letGo() {
        backPressure.over();
        relay.close();
    }
}
