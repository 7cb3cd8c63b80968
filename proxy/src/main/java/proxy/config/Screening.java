package proxy.config;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import proxy.screen.Rules;
import proxy.screen.Topic;
import proxy.screen.WordList;

/**
 * What prompts and answers are looked through for.
 *
 * @param words may be secret themselves: of them only the number is ever told
 * @param topics that prompts are not to be about, empty for none
 * @param rules of callers whose profile does not say otherwise
 */
public record Screening(@JsonIgnore WordList words, Optional<Topics> topics, Rules rules) {

    @JsonProperty("words")
    int count() {
        return words.size();
    }

    /**
     * Topics, and how prompts are compared with them.
     *
     * @param deployment of an embedding model, one of the configured
     * @param timeout of the comparison
     * @param failClosed whether a prompt is refused when it cannot be compared; by the rule when empty: refused where topics are blocked
     */
    public record Topics(String deployment, Duration timeout, Optional<Boolean> failClosed, List<Topic> list) {}
}
