package proxy.http;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import proxy.api.Attachments;
import proxy.balance.Decision;
import proxy.balance.RequestFacts;
import proxy.io.Deadline;
import proxy.io.Fields;
import proxy.observe.TokenUsage;
import proxy.upstream.Attempt;
import proxy.upstream.AttemptListener;
import proxy.upstream.Upstream;

/**
 * Asks the platform's own deployment for the vectors of texts: one sending, through the same balancer and pools as every request, and
 * bounded in time. Lives on one event loop.
 */
final class EmbeddingCall implements AttemptListener {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int MAX_ANSWER_BYTES = 16 * 1024 * 1024;

    private final Services services;
    private final String deployment;
    private final List<String> texts;
    private final CompletableFuture<List<float[]>> vectors = new CompletableFuture<>();
    private final BufferedBody answer;
    private final Deadline deadline;
    private final EventExecutor loop;
    /** Of its own: the caller's names another request. */
    private final String requestId = Progress.newId();

    private Report report;
    private Attempt attempt;
    private boolean over;

    EmbeddingCall(ChannelHandlerContext ctx, Services services, String deployment, List<String> texts) {
        this.services = services;
        this.deployment = deployment;
        this.texts = texts;
        this.loop = ctx.executor();
        this.answer = new BufferedBody(ctx.alloc(), services.memory());
        this.deadline = new Deadline(loop);
    }

    /**
     * Asks.
     *
     * @param asker whose data goes no further than it may
     * @return completes on the event loop: with a vector a text, in their order, or exceptionally when there are none
     */
    CompletableFuture<List<float[]>> ask(Upstream upstream, RequestFacts.Asker asker, Duration timeout) {
        var body = body();
        var trail = new Trail(0, null);
        var tokens = Attachments.NONE.tokens(body.length);
        var facts = new RequestFacts(deployment, tokens, 0, false, 0, "", asker, trail.history(0, 1));
        if (services.credential().ready() && services.balancer().decide(facts) instanceof Decision.Forward forward) {
            var placement = forward.placement();
            report = new Report(services, trail, placement, requestId);
            deadline.set(timeout, this::cancel);
            var request = new Upstream.Request(
                    HttpMethod.POST, "/openai/v1/embeddings", fields(body.length), Unpooled.wrappedBuffer(body));
            attempt =
                    upstream.attempt(services.targets().get(placement.backend().account()), request, this);
            attempt.start();
        } else {
            end();
            fail();
        }
        return vectors;
    }

    private byte[] body() {
        var body = JSON.createObjectNode().put("model", deployment).put("encoding_format", "float");
        texts.forEach(body.putArray("input")::add);
        try {
            return JSON.writeValueAsBytes(body);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Fields fields(int length) {
        var fields = new DefaultHttpHeaders().set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON);
        return HeaderFields.toAccount(fields, requestId, services.credential().authorization(), length);
    }

    /** Nobody waits for the vectors any more. Further calls do nothing. */
    void cancel() {
        if (!over) {
            used(attempt.sent());
            attempt.cancel();
            report.cancelled();
            end();
            fail();
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
            case UNAUTHORIZED -> refused(report::cancelled);
            case FAILED -> refused(report::failed);
            case TIMED_OUT, USELESS -> {
                used(true);
                refused(report::failed);
            }
        }
    }

    private void refused(Runnable told) {
        attempt.discard();
        told.run();
        end();
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
        Aside.run(loop, () -> VectorAnswer.read(answer.bytes(), texts.size()), (read, failure) -> {
            end();
            if (failure == null) {
                services.metrics().used(deployment, read.usage());
                vectors.complete(read.vectors());
            } else {
                used(true);
                fail();
            }
        });
    }

    @Override
    public void onFailure(Failure failure, String cause) {
        if (failure.unsent()) {
            report.unreached();
        } else {
            report.failed();
            used(true);
        }
        end();
        fail();
    }

    /** An account that had the texts may have worked on them. */
    private void used(boolean sent) {
        if (sent) {
            services.metrics().used(deployment, TokenUsage.UNKNOWN);
        }
    }

    private void end() {
        over = true;
        deadline.close();
        answer.release();
    }

    private void fail() {
        vectors.completeExceptionally(new IOException("no vectors"));
    }
}
