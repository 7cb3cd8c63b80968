package proxy.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import proxy.api.Attachments;
import proxy.balance.Decision;
import proxy.balance.Outcome;
import proxy.balance.Placement;
import proxy.balance.QuotaNews;
import proxy.balance.RequestFacts;
import proxy.io.Deadline;
import proxy.io.Fields;
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
    private final String requestId = Progress.newId();
    private final CompletableFuture<List<float[]>> vectors = new CompletableFuture<>();
    private final ByteArrayOutputStream answer = new ByteArrayOutputStream();
    private final Deadline deadline;
    private int texts;
    private Placement placement;
    private Attempt attempt;

    EmbeddingCall(ChannelHandlerContext ctx, Services services) {
        this.services = services;
        this.deadline = new Deadline(ctx.executor());
    }

    /**
     * Asks.
     *
     * @param asker whose data goes no further than it may
     * @return completes on any thread: with a vector a text, in their order, or exceptionally when there are none
     */
    CompletableFuture<List<float[]>> ask(
            Upstream upstream, String deployment, List<String> texts, RequestFacts.Asker asker, Duration timeout) {
        this.texts = texts.size();
        var body = body(deployment, texts);
        var history = new RequestFacts.History(0, 1, Set.of(), Set.of(), 0);
        var tokens = Attachments.NONE.tokens(body.length);
        var facts = new RequestFacts(deployment, tokens, 0, false, 0, "", asker, history);
        if (services.credential().ready() && services.balancer().decide(facts) instanceof Decision.Forward forward) {
            placement = forward.placement();
            deadline.set(timeout, this::late);
            var request = new Upstream.Request(
                    HttpMethod.POST, "/openai/v1/embeddings", fields(body.length), Unpooled.wrappedBuffer(body));
            attempt = upstream.send(services.targets().get(placement.backend().account()), request, this);
        } else {
            fail();
        }
        return vectors;
    }

    private static byte[] body(String deployment, List<String> texts) {
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

    private void late() {
        attempt.cancel();
        end(new Outcome.Cancelled());
        fail();
    }

    @Override
    public void onHead(HttpResponse head) {
        var status = head.status().code();
        switch (Answers.classify(status)) {
            case GOOD -> {
                services.balancer().record(placement, new Outcome.Answered(QuotaNews.ofAnswer(head.headers()::get)));
                if (status != 200) {
                    refused(new Outcome.Finished());
                }
            }
            case THROTTLED -> refused(new Outcome.Throttled(QuotaNews.ofRefusal(head.headers()::get, Instant.now())));
            case UNAUTHORIZED -> {
                services.credential().refused();
                refused(new Outcome.Cancelled());
            }
            case FAILED, TIMED_OUT, USELESS -> refused(new Outcome.Failed());
        }
    }

    private void refused(Outcome outcome) {
        attempt.discard();
        end(outcome);
        fail();
    }

    @Override
    public void onBody(ByteBuf part) {
        if (answer.size() + part.readableBytes() > MAX_ANSWER_BYTES) {
            attempt.cancel();
            end(new Outcome.Failed());
            fail();
            return;
        }
        answer.writeBytes(ByteBufUtil.getBytes(part));
    }

    @Override
    public void onPause() {}

    @Override
    public void onEnd() {
        end(new Outcome.Finished());
        Thread.ofVirtual().start(this::read);
    }

    @Override
    public void onFailure(Failure failure, String cause) {
        end(failure == Failure.CONNECT ? new Outcome.Unreached() : new Outcome.Failed());
        fail();
    }

    /** Long numbers in decimals: beside the event loop. */
    private void read() {
        try {
            var data = JSON.readTree(answer.toByteArray()).path("data");
            var read = new ArrayList<float[]>(data.size());
            data.forEach(each -> read.add(null));
            for (var each : data) {
                read.set(each.path("index").asInt(-1), vector(each.path("embedding")));
            }
            if (read.contains(null) || read.size() != texts) {
                throw new IOException("a vector is missing");
            }
            vectors.complete(read);
        } catch (IOException | RuntimeException e) {
            fail();
        }
    }

    private static float[] vector(JsonNode numbers) {
        var vector = new float[numbers.size()];
        for (var index = 0; index < vector.length; index++) {
            vector[index] = numbers.get(index).floatValue();
        }
        return vector;
    }

    private void end(Outcome outcome) {
        deadline.close();
        services.balancer().record(placement, outcome);
    }

    private void fail() {
        vectors.completeExceptionally(new IOException("no vectors"));
    }
}
