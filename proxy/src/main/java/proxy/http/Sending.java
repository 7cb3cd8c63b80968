package proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import java.util.Optional;
import proxy.io.EncodedField;
import proxy.observe.Reason;
import proxy.relay.Relay;
import proxy.upstream.Attempt;
import proxy.upstream.AttemptListener;
import proxy.upstream.Upstream;

/**
 * One sending of a request to one account, and what comes of it: a good answer, which its {@link Passage} takes over, or a reason to ask
 * another account, or none. Lives on the client connection's event loop.
 */
final class Sending implements AttemptListener {

    private final RequestContext request;
    private final Services services;
    private final Reply reply;
    private final Progress progress;
    private final Report report;
    private final Patience patience;
    private final Owner owner;
    /** The credential that the account gets. */
    private Optional<EncodedField> shown = Optional.empty();

    /** Null when not even that came about. */
    private Attempt attempt;
    /** Whether the account has answered, and so said what it did. */
    private boolean heard;
    /** Null until a good answer begins. */
    private Passage passage;

    /** The request's exchange. */
    interface Owner extends Passage.Owner {

        /** What is sent. */
        Upstream.Request request(Optional<EncodedField> credential);

        /** What an answer means to it. @param usual what it means to a request that any account may answer */
        Answers meaning(Answers usual);

        /** What passes a good answer on. */
        Relay relay(HttpResponse head, String account);
    }

    Sending(RequestContext request, Report report, Patience patience, Owner owner) {
        this.request = request;
        this.services = request.services();
        this.reply = request.reply();
        this.progress = request.progress();
        this.report = report;
        this.patience = patience;
        this.owner = owner;
    }

    void start(String account) {
        progress.attempts++;
        progress.account = account;
        shown = services.credential().authorization();
        var sent = owner.request(shown);
        patience.start(this::leaveSilent);
        attempt = request.upstream().attempt(services.targets().get(account), sent, this);
        if (progress.attempts > 1 && !sendsAgain()) {
            attempt.startFresh();
        } else {
            attempt.start();
        }
    }

    /** Whether a kept connection that has been closed may be made up for: once, because an account that breaks all of them may do the work. */
    private boolean sendsAgain() {
        return !progress.resent && progress.attempts < services.limits().attempts();
    }

    @Override
    public boolean mayResend() {
        var may = sendsAgain();
        if (may) {
            progress.attempts++;
            progress.resent = true;
        }
        return may;
    }

    private void leaveSilent() {
        noteUnheard();
        attempt.cancel();
        report.leaves(Rejection.of(Failure.TIMEOUT));
        report.cancelled();
        owner.again();
    }

    @Override
    public void onHead(HttpResponse head) {
        heard = true;
        patience.end();
        switch (owner.meaning(Answers.of(head, services.credential()))) {
            case THROTTLED -> {
                report.throttled(head.headers()::get);
                tryAnother();
            }
            case FAILED -> {
                report.leaves();
                report.failed(Report.STATUS, head.status().codeAsText().toString());
                tryAnother();
            }
            case TIMED_OUT -> refuse(head, Rejection.of(Reason.UPSTREAM_TIMEOUT, "The account took too long"));
            case USELESS -> refuse(head, Rejection.of(Failure.BAD_RESPONSE));
            case UNAUTHORIZED -> unauthorized();
            case GOOD -> begin(head);
        }
    }

    private void tryAnother() {
        attempt.discard();
        owner.again();
    }

    private void refuse(HttpResponse head, Rejection rejection) {
        progress.usedUnknown();
        report.failed(Report.STATUS, head.status().codeAsText().toString());
        attempt.discard();
        stop(rejection);
    }

    /** Our token, not the caller's, was refused: the caller must not take it for its own. It may have been revoked: then it is renewed first. */
    private void unauthorized() {
        attempt.discard();
        request.backstop().after(services.credential().another(shown), (another, failure) -> {
            if (!reply.over()) {
                report.unauthorized(Boolean.TRUE.equals(another));
                owner.again();
            }
        });
    }

    private void begin(HttpResponse head) {
        if (HttpUtil.getContentLength(head, 0L) > Passage.MAX_BYTES) {
            report.tooMuch(Passage.TOO_LARGE, Passage.ANSWER);
            attempt.cancel();
            progress.usedUnknown();
            stop(Rejection.tooLarge(Passage.ANSWER, Passage.MAX_BYTES));
            return;
        }
        report.answered(head.headers());
        var relay = owner.relay(head, progress.account);
        passage = new Passage(request, report, attempt, relay, owner);
        if (head.status().code() < 300) {
            progress.usage = relay::usage;
        }
    }

    @Override
    public void onBody(ByteBuf part) {
        passage.part(part);
    }

    @Override
    public void onPause() {
        reply.flush();
    }

    @Override
    public void onEnd() {
        passage.end();
    }

    @Override
    public void onFailure(Failure failure, String cause) {
        patience.end();
        if (passage != null && passage.cut()) {
            return;
        }
        if (failure.unsent()) {
            report.unreached();
        } else {
            report.failed();
        }
        services.accessLog().attemptFailed(progress.requestId, progress.account, failure.name(), cause);
        if (passage != null) {
            passage.failed(failure);
        } else {
            unanswered(failure);
        }
    }

    @Override
    public void onBroken(Throwable cause) {
        request.backstop().broke(cause);
    }

    private void unanswered(Failure failure) {
        if (failure.unsent()) {
            leaveUnsent(failure);
            return;
        }
        progress.usedUnknown();
        if (failure.again()) {
            report.leaves(Rejection.of(failure));
            owner.again();
        } else {
            stop(Rejection.of(failure));
        }
    }

    /** A certificate that cannot be trusted is for operators to mend: trying again does not help, as it may for a connection. */
    private void leaveUnsent(Failure failure) {
        if (failure == Failure.TLS) {
            report.leaves(Rejection.of(failure));
        } else {
            report.leaves();
        }
        owner.again();
    }

    /** An account that was sent the request may have worked on it, though nothing was heard of it. */
    private void noteUnheard() {
        if (!heard && attempt != null && attempt.sent()) {
            progress.usedUnknown();
        }
    }

    /** The client took what was buffered for it. */
    void clientWritable() {
        if (passage != null) {
            passage.clientWritable();
        }
    }

    /** Ends the sending at once, for a reason that says nothing about the account. */
    void cancel() {
        noteUnheard();
        if (attempt != null) {
            attempt.cancel();
        }
        report.cancelled();
        end();
    }

    /** Ends the client's answer, whether it has begun or not. */
    void stop(Rejection rejection) {
        if (passage != null) {
            passage.stop(rejection);
        } else {
            end();
            rejection.give(reply);
        }
    }

    private void end() {
        if (passage != null) {
            passage.over();
        } else {
            patience.end();
            owner.over();
        }
    }
}
