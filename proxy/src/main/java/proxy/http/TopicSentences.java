package proxy.http;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import proxy.screen.Topic;
import proxy.screen.TopicVectors;

/**
 * The sentences of topics, embedded when first needed, some at a time, and kept. When that fails it is not tried again for a while: were
 * every prompt to try, an account in trouble would get all the sentences with each of them. Thread-safe.
 */
final class TopicSentences {

    /** Few enough that an account answers in time, and within what an embedding deployment takes at once. */
    static final int BATCH = 64;

    static final Duration PAUSE = Duration.ofSeconds(5);

    private final List<Topic> topics;
    private final LongSupplier nanoTime;
    private CompletableFuture<TopicVectors> known;
    private boolean failed;
    private long failedAt;

    TopicSentences(List<Topic> topics, LongSupplier nanoTime) {
        this.topics = topics;
        this.nanoTime = nanoTime;
    }

    /**
     * Where the sentences are.
     *
     * @param embed asks for the vectors of texts
     * @return completes on any thread, exceptionally when that cannot be known now
     */
    CompletableFuture<TopicVectors> vectors(Function<List<String>, CompletableFuture<List<float[]>>> embed) {
        var mine = new CompletableFuture<TopicVectors>();
        synchronized (this) {
            if (failed && nanoTime.getAsLong() - failedAt >= PAUSE.toNanos()) {
                known = null;
                failed = false;
            }
            if (known != null) {
                return known;
            }
            known = mine;
        }
        // A stage from the start: also a batch that cannot even be asked for fails it, and nobody waits for ever.
        CompletableFuture.completedFuture(List.<float[]>of())
                .thenCompose(none -> next(embed, sentences(), none))
                .thenApply(vectors -> new TopicVectors(topics, vectors))
                .whenComplete((vectors, failure) -> {
                    if (failure == null) {
                        mine.complete(vectors);
                    } else {
                        fail();
                        mine.completeExceptionally(failure);
                    }
                });
        return mine;
    }

    private List<String> sentences() {
        return topics.stream().map(Topic::sentences).flatMap(List::stream).toList();
    }

    private static CompletableFuture<List<float[]>> next(
            Function<List<String>, CompletableFuture<List<float[]>>> embed, List<String> all, List<float[]> done) {
        if (done.size() == all.size()) {
            return CompletableFuture.completedFuture(done);
        }
        var batch = all.subList(done.size(), Math.min(all.size(), done.size() + BATCH));
        return embed.apply(batch)
                .thenCompose(more -> next(
                        embed, all, Stream.concat(done.stream(), more.stream()).toList()));
    }

    private synchronized void fail() {
        failed = true;
        failedAt = nanoTime.getAsLong();
    }
}
