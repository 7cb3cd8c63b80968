package proxy.http;

import io.netty.channel.ChannelHandlerContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import proxy.balance.RequestFacts;
import proxy.config.Screening;
import proxy.upstream.Upstream;

/** Finds what prompts are about. Thread-safe. */
final class TopicCheck {

    /** The operator's own sentences may be read anywhere. */
    private static final RequestFacts.Asker OWN = new RequestFacts.Asker("screening", 1, Optional.empty());

    /** Of a batch of sentences: nobody waits for it longer than for the prompt's own vector. */
    private static final Duration SENTENCES_TIMEOUT = Duration.ofSeconds(30);

    private final Screening.Topics settings;
    private final TopicSentences sentences;

    TopicCheck(Screening.Topics settings) {
        this.settings = settings;
        this.sentences = new TopicSentences(settings.list(), System::nanoTime);
    }

    /**
     * What is being found out for one prompt.
     *
     * @param topics completes on any thread: with their names, or exceptionally when that cannot be known now
     * @param cancel nobody waits for it. The sentences are everybody's, and are asked for to the end
     */
    record Asking(CompletableFuture<List<String>> topics, Runnable cancel) {}

    /** Asks which topics a text is about. */
    Asking near(
            ChannelHandlerContext ctx, Services services, Upstream upstream, String text, RequestFacts.Asker asker) {
        var known = sentences.vectors(batch -> new EmbeddingCall(
                        ctx, services, upstream, EmbeddingRequest.of(settings.deployment(), batch), OWN)
                .ask(SENTENCES_TIMEOUT));
        if (known.isCompletedExceptionally()) {
            return new Asking(known.thenApply(topics -> List.of()), () -> {});
        }
        var call = new EmbeddingCall(
                ctx, services, upstream, EmbeddingRequest.of(settings.deployment(), List.of(text)), asker);
        var vector = call.ask(settings.timeout());
        var near = known.copy()
                .orTimeout(settings.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .thenCombine(vector, (topics, vectors) -> topics.near(vectors.getFirst()));
        return new Asking(near, call::cancel);
    }
}
