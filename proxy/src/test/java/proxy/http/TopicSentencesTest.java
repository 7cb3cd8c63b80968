package proxy.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import proxy.screen.Topic;

class TopicSentencesTest {

    private final List<List<String>> asked = new ArrayList<>();
    private long now;
    private boolean fails;
    private float[] vector = {1, 0};

    private CompletableFuture<List<float[]>> embed(List<String> texts) {
        asked.add(texts);
        return fails
                ? CompletableFuture.failedFuture(new IOException("none"))
                : CompletableFuture.completedFuture(Collections.nCopies(texts.size(), vector));
    }

    private TopicSentences sentences(int count) {
        return new TopicSentences(List.of(new Topic("t", Collections.nCopies(count, "s"), 50)), () -> now);
    }

    @Test
    void many_sentences_are_asked_for_some_at_a_time_and_once() {
        var sentences = sentences(TopicSentences.BATCH * 2 + 1);
        assertEquals(List.of("t"), sentences.vectors(this::embed).join().near(new float[] {1, 0}));
        sentences.vectors(this::embed).join();
        assertEquals(
                List.of(TopicSentences.BATCH, TopicSentences.BATCH, 1),
                asked.stream().map(List::size).toList());
    }

    @Test
    void what_failed_is_asked_for_again_after_a_pause() {
        var sentences = sentences(1);
        fails = true;
        assertTrue(sentences.vectors(this::embed).isCompletedExceptionally());
        fails = false;
        now += TopicSentences.PAUSE.toNanos() - 1;
        assertTrue(sentences.vectors(this::embed).isCompletedExceptionally());
        assertEquals(1, asked.size());
        now++;
        sentences.vectors(this::embed).join();
        assertEquals(2, asked.size());
    }

    @Test
    void what_cannot_even_be_asked_has_failed_as_well() {
        var sentences = sentences(1);
        var failed = sentences.vectors(batch -> {
            throw new IllegalStateException("no way to ask");
        });
        assertTrue(failed.isCompletedExceptionally());
        now += TopicSentences.PAUSE.toNanos();
        sentences.vectors(this::embed).join();
        assertEquals(1, asked.size());
    }

    @Test
    void vectors_of_another_size_than_those_of_the_sentences_cannot_be_compared() {
        var vectors = sentences(1).vectors(this::embed);
        assertTrue(
                vectors.thenApply(topics -> topics.near(new float[] {1, 0, 0})).isCompletedExceptionally());
    }
}
