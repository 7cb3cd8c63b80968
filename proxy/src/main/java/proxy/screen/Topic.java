package proxy.screen;

import java.util.List;

/**
 * Something that is not to be talked about, by examples.
 *
 * @param sentences that are about it
 * @param similarityPercent cosine of the angle to one of them, in percent, from which on a prompt is about it, too
 */
public record Topic(String name, List<String> sentences, int similarityPercent) {

    public Topic {
        sentences = List.copyOf(sentences);
    }
}
