package proxy.http;

import io.netty.channel.ChannelHandlerContext;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import proxy.balance.RequestFacts;
import proxy.config.Screening;
import proxy.screen.Topic;
import proxy.screen.TopicVectors;
import proxy.upstream.Upstream;

/** Finds what prompts are about. The sentences of the topics are embedded when first needed, and again only after that failed. Thread-safe. */
final class TopicCheck {

    /** The operator's own sentences may be read anywhere. */
    private static final RequestFacts.Asker OWN = new RequestFacts.Asker("screening", 1, Optional.empty());

    private final Screening.Topics settings;
    private final AtomicReference<CompletableFuture<TopicVectors>> sentences = new AtomicReference<>();

    TopicCheck(Screening.Topics settings) {
        this.settings = settings;
    }

    /**
     * Asks which topics a text is about.
     *
     * @return completes on any thread: with their names, or exceptionally when that cannot be known now
     */
    CompletableFuture<List<String>> near(
            ChannelHandlerContext ctx, Services services, Upstream upstream, String text, RequestFacts.Asker asker) {
        var vector = embed(ctx, services, upstream, List.of(text), asker);
        return sentences(ctx, services, upstream)
                .thenCombine(vector, (topics, vectors) -> topics.near(vectors.getFirst()));
    }

    private CompletableFuture<TopicVectors> sentences(ChannelHandlerContext ctx, Services services, Upstream upstream) {
        var mine = new CompletableFuture<TopicVectors>();
        var known = sentences.compareAndExchange(null, mine);
        if (known != null) {
            return known;
        }
        var texts = settings.list().stream()
                .map(Topic::sentences)
                .flatMap(List::stream)
                .toList();
        embed(ctx, services, upstream, texts, OWN).whenComplete((vectors, failure) -> {
            if (failure == null) {
                mine.complete(new TopicVectors(settings.list(), vectors));
            } else {
                sentences.set(null);
                mine.completeExceptionally(failure);
            }
        });
        return mine;
    }

    private CompletableFuture<List<float[]>> embed(
            ChannelHandlerContext ctx,
            Services services,
            Upstream upstream,
            List<String> texts,
            RequestFacts.Asker asker) {
        return new EmbeddingCall(ctx, services).ask(upstream, settings.deployment(), texts, asker, settings.timeout());
    }
}
