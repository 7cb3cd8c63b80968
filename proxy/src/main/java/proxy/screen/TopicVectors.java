package proxy.screen;

import java.util.ArrayList;
import java.util.List;

/** Where the sentences of topics are in the space of an embedding model. */
public final class TopicVectors {

    private final List<Topic> topics;
    private final List<float[]> vectors;

    /** @param vectors of every sentence of every topic, in order: of one length, none of them zero */
    public TopicVectors(List<Topic> topics, List<float[]> vectors) {
        this.topics = List.copyOf(topics);
        this.vectors = vectors.stream().map(TopicVectors::unit).toList();
        this.vectors.forEach(this::sameSpace);
    }

    /**
     * Names of the topics that a text is about.
     *
     * @throws IllegalArgumentException when the vector is of another model than those of the sentences
     */
    public List<String> near(float[] text) {
        sameSpace(text);
        var unit = unit(text);
        var names = new ArrayList<String>();
        var index = 0;
        for (var topic : topics) {
            var nearest = -1.0;
            for (var sentence = 0; sentence < topic.sentences().size(); sentence++) {
                nearest = Math.max(nearest, product(unit, vectors.get(index++)));
            }
            if (nearest * 100 >= topic.similarityPercent()) {
                names.add(topic.name());
            }
        }
        return names;
    }

    private void sameSpace(float[] vector) {
        if (vector.length != vectors.getFirst().length) {
            throw new IllegalArgumentException("vectors of " + vector.length + " dimensions and of others");
        }
    }

    private static float[] unit(float[] vector) {
        var length = Math.sqrt(product(vector, vector));
        var unit = new float[vector.length];
        for (var index = 0; index < unit.length; index++) {
            unit[index] = (float) (vector[index] / length);
        }
        return unit;
    }

    private static double product(float[] one, float[] other) {
        var sum = 0.0;
        for (var index = 0; index < one.length; index++) {
            sum += one[index] * other[index];
        }
        return sum;
    }
}
