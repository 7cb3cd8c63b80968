package infra.settings;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the proxy looks through prompts and answers for.
 *
 * @param words lines of the list, as the proxy reads them; comments are empty, so that lines keep their numbers
 * @param rules off, log or block by the name of the rule, for callers whose profile does not say otherwise; off when absent
 */
public record Screening(List<String> words, Map<String, String> rules) {

    public static final Screening NONE = new Screening(List.of(), Map.of());

    public Screening {
        words = List.copyOf(words);
        rules = sorted(rules);
    }

    /** In the order of their names: what is rendered from them must not change from run to run. */
    static Map<String, String> sorted(Map<String, String> rules) {
        return Collections.unmodifiableMap(new TreeMap<>(rules));
    }
}
