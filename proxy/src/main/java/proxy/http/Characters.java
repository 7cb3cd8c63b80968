package proxy.http;

/** A set of ASCII characters. Every request head is looked at with it, so it is a table and not a regular expression. */
final class Characters {

    static final Characters DIGITS = new Characters().range('0', '9');

    private final boolean[] members = new boolean[128];

    private Characters() {}

    static Characters of(String several) {
        var set = new Characters();
        several.chars().forEach(one -> set.members[one] = true);
        return set;
    }

    /** Letters, digits, and what is named. */
    static Characters alphanumericsAnd(String several) {
        return of(several).range('0', '9').range('A', 'Z').range('a', 'z');
    }

    /** Adds those from one to the other, both included. */
    Characters range(char first, char last) {
        for (var one = first; one <= last; one++) {
            members[one] = true;
        }
        return this;
    }

    /** Whether the text has nothing else between two indices, and from so many to so many characters. */
    boolean fill(String text, int from, int to, int min, int max) {
        if (to - from < min || to - from > max) {
            return false;
        }
        for (var index = from; index < to; index++) {
            var one = text.charAt(index);
            if (one >= members.length || !members[one]) {
                return false;
            }
        }
        return true;
    }
}
