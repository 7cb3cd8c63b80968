package proxy.io;

import java.util.Arrays;

/** A set of ASCII characters. Every request head is looked at with it, so it is a table and not a regular expression. */
public final class Characters {

    public static final Characters DIGITS = of("").range('0', '9');

    /** Of the name of a field, and of whatever else HTTP calls a token (RFC 9110 section 5.6.2). */
    public static final Characters TOKEN = alphanumericsAnd("!#$%&'*+.^_`|~-");

    private final boolean[] members;

    private Characters(boolean[] members) {
        this.members = members;
    }

    public static Characters of(String several) {
        var set = new Characters(new boolean[128]);
        several.chars().forEach(one -> set.members[one] = true);
        return set;
    }

    /** Letters, digits, and what is named. */
    public static Characters alphanumericsAnd(String several) {
        return of(several).range('0', '9').range('A', 'Z').range('a', 'z');
    }

    /** The same with those from one to the other, both included. */
    public Characters range(char first, char last) {
        var set = new Characters(members.clone());
        Arrays.fill(set.members, first, last + 1, true);
        return set;
    }

    public boolean has(byte one) {
        return one >= 0 && members[one];
    }

    /** Whether the text has nothing else between two indices, and from so many to so many characters. */
    public boolean fill(String text, int from, int to, int min, int max) {
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

    /** The same of the bytes of a text. */
    public boolean fill(byte[] text, int from, int to, int min, int max) {
        if (to - from < min || to - from > max) {
            return false;
        }
        for (var index = from; index < to; index++) {
            var one = text[index];
            if (one < 0 || !members[one]) {
                return false;
            }
        }
        return true;
    }
}
