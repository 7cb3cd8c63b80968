package proxy.screen;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Finds all of many words in one pass (Aho and Corasick, 1975). It has no state of its own: whoever looks keeps the number of the state,
 * so that a text may come in parts, and one automaton serves everyone. A word may be there several times.
 */
final class Automaton {

    /** The state before anything, in which no word has begun. */
    static final int START = 0;

    private static final int[] NONE = {};

    private final long[] keys;
    private final int[] targets;
    private final int[] failures;
    private final int[] depths;
    private final int[] behind;
    private final int[][] ends;

    /** @param all none of them empty; a word is known by its index */
    Automaton(List<String> all) {
        var trie = new Trie(all);
        keys = new long[Integer.highestOneBit(Math.max(8, 2 * trie.states())) * 2];
        targets = new int[keys.length];
        trie.edges.forEach(this::put);
        failures = new int[trie.states()];
        behind = new int[trie.states()];
        depths = trie.levels.stream().mapToInt(Integer::intValue).toArray();
        ends = trie.words.toArray(int[][]::new);
        IntStream.range(1, trie.states())
                .boxed()
                .sorted(Comparator.comparingInt(state -> depths[state]))
                .forEach(state -> link(state, trie.parents.get(state), trie.units.get(state)));
    }

    /** Those that are less deep have been linked. */
    private void link(int state, int parent, char unit) {
        failures[state] = parent == START ? START : next(failures[parent], unit);
        behind[state] = ends[failures[state]].length > 0 ? failures[state] : behind[failures[state]];
    }

    /** The state after one more unit. */
    int next(int state, char unit) {
        var from = state;
        var to = target(from, unit);
        while (to == START && from != START) {
            from = failures[from];
            to = target(from, unit);
        }
        return to;
    }

    /** How many units, the last ones, may be the beginning of a word. */
    int depth(int state) {
        return depths[state];
    }

    /** Words that end with the last unit and are as long as the state is deep. */
    int[] words(int state) {
        return ends[state];
    }

    /** The next shorter state with words that end here, {@link #START} for none. */
    int shorter(int state) {
        return behind[state];
    }

    private static long key(int state, char unit) {
        return ((long) state << 16 | unit) + 1;
    }

    private void put(long key, int target) {
        var at = slot(key);
        keys[at] = key;
        targets[at] = target;
    }

    private int target(int state, char unit) {
        return targets[slot(key(state, unit))];
    }

    /** Where the key is, or where it would be. */
    private int slot(long key) {
        var at = (int) ((key * 0x9E3779B97F4A7C15L) >>> 32) & keys.length - 1;
        while (keys[at] != 0 && keys[at] != key) {
            at = at + 1 & keys.length - 1;
        }
        return at;
    }

    /** The words as a tree, while the automaton is made. */
    private static final class Trie {

        private final Map<Long, Integer> edges = new HashMap<>();
        private final List<int[]> words = new ArrayList<>();
        private final List<Character> units = new ArrayList<>();
        private final List<Integer> parents = new ArrayList<>();
        private final List<Integer> levels = new ArrayList<>();

        private Trie(List<String> all) {
            state(START, '\0', 0);
            for (var index = 0; index < all.size(); index++) {
                add(all.get(index), index);
            }
        }

        private int states() {
            return words.size();
        }

        private void add(String word, int index) {
            var state = START;
            for (var at = 0; at < word.length(); at++) {
                var unit = word.charAt(at);
                var from = state;
                var level = at + 1;
                state = edges.computeIfAbsent(key(from, unit), absent -> state(from, unit, level));
            }
            var before = words.get(state);
            var after = Arrays.copyOf(before, before.length + 1);
            after[before.length] = index;
            words.set(state, after);
        }

        private int state(int parent, char unit, int level) {
            words.add(NONE);
            units.add(unit);
            parents.add(parent);
            levels.add(level);
            return words.size() - 1;
        }
    }
}
