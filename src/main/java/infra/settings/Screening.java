package infra.settings;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the proxy looks through prompts and answers for.
 *
 * @param rules off, log or block by the name of the rule, for callers whose profile does not say otherwise; off when absent
 * @param topics that prompts are not to be about
 */
public record Screening(Words words, Map<String, String> rules, Optional<Topics> topics) {

    public static final Screening NONE = new Screening(Words.NONE, Map.of(), Optional.empty());

    public Screening {
        rules = sorted(rules);
    }

    /**
     * Topics, and how prompts are compared with them.
     *
     * @param deployment of an embedding model
     * @param timeoutMillis the proxy's own when null
     * @param onFailure what becomes of a prompt that cannot be compared, open or closed; by the rule when null
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Topics(String deployment, Integer timeoutMillis, String onFailure, List<Topic> list) {

        public Topics {
            list = List.copyOf(list);
        }
    }

    /** @param similarityPercent cosine of the angle between a prompt and a sentence, from which on it is about the topic */
    public record Topic(String name, List<String> sentences, int similarityPercent) {

        public Topic {
            sentences = List.copyOf(sentences);
        }
    }

    /** The model that tells the topics of prompts under these rules of a profile, empty when nobody asks for it. */
    Optional<String> topicModel(Map<String, String> profile) {
        var rule = profile.getOrDefault("topics", rules.getOrDefault("topics", ScreeningParser.OFF));
        return topics.filter(some -> !rule.equals(ScreeningParser.OFF)).map(Topics::deployment);
    }

    /** In the order of their names: what is rendered from them must not change from run to run. */
    static Map<String, String> sorted(Map<String, String> rules) {
        return Collections.unmodifiableMap(new TreeMap<>(rules));
    }
}
