package proxy.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import proxy.balance.Decision;
import proxy.balance.RequestFacts;
import proxy.io.Backstop;
import proxy.io.BufferedBody;
import proxy.io.Deadline;
import proxy.io.EncodedField;
import proxy.observe.TokenUsage;
import proxy.upstream.Attempt;
import proxy.upstream.AttemptListener;
import proxy.upstream.Upstream;

/**
 * Asks the platform's own deployment for the vectors of texts: one sending, and another one when the gateway's credential had to be renewed,
 * through the same balancer and pools as every request, and bounded in time. Lives on one event loop.
 */
final class EmbeddingCall implements AttemptListener, Backstop {

    private static final int MAX_ANSWER_BYTES = 16 * 1024 * 1024;

    private final Services services;
    private final Upstream upstream;
    private final EmbeddingRequest asked;
    private final RequestFacts.Asker asker;
    private final CompletableFuture<List<float[]>> vectors = new CompletableFuture<>();
    private final BufferedBody answer;
    private final Deadline deadline;
    private final EventExecutor loop;
    /** Of its own: the caller's names another request. */
    private final String requestId = Progress.newId();

    /** Null, as the attempt is, until something is sent. */
    private Report report;

    private Attempt attempt;
    private Optional<EncodedField> shown = Optional.empty();
    /** Whether the account does nothing for it. */
    private boolean refused;

    private boolean again;
    private boolean resent;
    private boolean over;

    /** @param asker whose data goes no further than it may */
    EmbeddingCall(
            ChannelHandlerContext ctx,
            Services services,
            Upstream upstream,
            EmbeddingRequest asked,
            RequestFacts.Asker asker) {
        this.services = services;
        this.upstream = upstream;
        this.asked = asked;
        this.asker = asker;
        this.loop = ctx.executor();
        this.answer = new BufferedBody(ctx.alloc(), services.memory());
        this.deadline = new Deadline(loop, this::broke);
    }

    /**
     * Asks.
     *
     * @return completes on the event loop: with a vector a text, in their order, or exceptionally when there are none
     */
    CompletableFuture<List<float[]>> ask(Duration timeout) {
        deadline.set(timeout, this::cancel);
        run(this::send);
        return vectors;
    }

    private void send() {
        report = null;
        attempt = null;
        var facts = asked.facts(asker, again ? 1 : 0);
        if (!services.credential().ready()
                || !(services.balancer().decide(facts) instanceof Decision.Forward forward)) {
            fail();
            return;
        }
        var to = forward.placement();
        report = new PoolReport(services, new Trail(0, null), to, requestId);
        refused = false;
        shown = services.credential().authorization();
        var target = services.targets().get(to.backend().account());
        attempt = upstream.attempt(target, asked.to(shown, requestId), this);
        attempt.start();
    }

    /** Nobody waits for the vectors any more. Further calls do nothing. */
    void cancel() {
        run(() -> {
            if (!over) {
                leave();
                fail();
            }
        });
    }

    /** Ends what was sent, for a reason that says nothing about the account. Further calls do nothing. */
    private void leave() {
        if (over) {
            return;
        }
        over = true;
        if (attempt != null) {
            used(!refused && attempt.sent());
            attempt.cancel();
        }
        if (report != null) {
            report.cancelled();
        }
    }

    @Override
    public void onHead(HttpResponse head) {
        switch (Answers.of(head, services.credential())) {
            case GOOD -> {
                report.answered(head.headers());
                if (head.status().code() != 200) {
                    refused(report::finished);
                }
            }
            case THROTTLED -> refused(() -> report.throttled(head.headers()::get));
            case UNAUTHORIZED -> unauthorized();
            case FAILED -> refused(report::failed);
            case TIMED_OUT, USELESS -> {
                used(true);
                refused(report::failed);
            }
        }
    }

    private void unauthorized() {
        attempt.discard();
        refused = true;
        after(services.credential().another(shown), (another, failure) -> {
            if (over) {
                return;
            }
            var renewed = Boolean.TRUE.equals(another);
            report.unauthorized(renewed);
            if (renewed && !again) {
                again = true;
                send();
            } else {
                fail();
            }
        });
    }

    private void refused(Runnable told) {
        attempt.discard();
        told.run();
        fail();
    }

    @Override
    public void onBody(ByteBuf part) {
        if (answer.bytes().readableBytes() + part.readableBytes() > MAX_ANSWER_BYTES || !answer.add(part.duplicate())) {
            cancel();
        }
    }

    @Override
    public void onPause() {}

    @Override
    public void onEnd() {
        report.finished();
        over = true;
        deadline.close();
        aside(() -> VectorAnswer.read(answer.bytes(), asked.texts()), (read, failure) -> {
            if (failure == null) {
                end();
                services.metrics().used(asked.deployment(), read.usage());
                vectors.complete(read.vectors());
            } else {
                used(true);
                fail();
            }
        });
    }

    @Override
    public boolean mayResend() {
        var may = !resent;
        resent = true;
        return may;
    }

    @Override
    public void onFailure(Failure failure, String cause) {
        if (failure.unsent()) {
            report.unreached();
        } else {
            report.failed();
            used(true);
        }
        fail();
    }

    @Override
    public void onBroken(Throwable cause) {
        broke(cause);
    }

    @Override
    public void broke(Throwable cause) {
        services.accessLog().broke(requestId, cause);
        // First: whatever else breaks, nobody waits for what does not come.
        noVectors();
        try {
            leave();
        } finally {
            end();
        }
    }

    @Override
    public EventExecutor loop() {
        return loop;
    }

    /** An account that had the texts may have worked on them. */
    private void used(boolean sent) {
        if (sent) {
            services.metrics().used(asked.deployment(), TokenUsage.UNKNOWN);
        }
    }

    private void end() {
        over = true;
        deadline.close();
        answer.release();
    }

    private void fail() {
        end();
        noVectors();
    }

    private void noVectors() {
        vectors.completeExceptionally(new IOException("no vectors"));
    }
}
