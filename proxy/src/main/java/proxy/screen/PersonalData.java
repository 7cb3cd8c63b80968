package proxy.screen;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * Counts what in a text looks like personal data: a hint, not proof. Signs of full width count as plain ones. Keeps nothing of the
 * text.
 */
public final class PersonalData {

    /** What is told apart. */
    public enum Kind {
        MAIL,
        /** Japanese in its national form, or any in E.164. */
        PHONE,
        /** With the check digit of ISO/IEC 7812-1 (Luhn). */
        CARD,
        /** An individual number of Japan, with its check digit. */
        MY_NUMBER;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final int MAX_LOCAL = 64;
    private static final int MAX_DOMAIN = 253;
    /** The longest number there is, signs included. */
    private static final int MAX_NUMBER = 40;

    private final Map<Kind, Integer> counts = new EnumMap<>(Kind.class);

    /** Looks through one text. */
    public void count(String text) {
        for (var at = 0; at < text.length(); at++) {
            var sign = plain(text.charAt(at));
            if (sign == '@') {
                mail(text, at);
            } else if (numberBegins(text, at, sign)) {
                at = number(text, at);
            }
        }
    }

    /** How many there were of each kind; kinds that there were none of are absent. */
    public Map<Kind, Integer> counts() {
        return counts;
    }

    private void add(Kind kind) {
        counts.merge(kind, 1, Integer::sum);
    }

    private void mail(String text, int at) {
        var from = at;
        while (from > 0 && at - from < MAX_LOCAL && local(plain(text.charAt(from - 1)))) {
            from--;
        }
        var to = at + 1;
        var label = to;
        var labels = 0;
        while (to < text.length() && to - at <= MAX_DOMAIN && domain(plain(text.charAt(to)))) {
            if (plain(text.charAt(to)) == '.') {
                if (to == label) {
                    break;
                }
                labels++;
                label = to + 1;
            }
            to++;
        }
        // A full stop may end the sentence rather than the domain.
        var last = label == to ? labels - 1 : labels;
        if (from < at && last >= 1 && topLevel(text, label == to ? to - 1 : to)) {
            add(Kind.MAIL);
        }
    }

    private static boolean topLevel(String text, int end) {
        var from = end;
        while (from > 0 && letter(plain(text.charAt(from - 1)))) {
            from--;
        }
        return end - from >= 2 && from > 0 && plain(text.charAt(from - 1)) == '.';
    }

    private static boolean numberBegins(String text, int at, char sign) {
        return (digit(sign)
                        || (sign == '+' || sign == '(') && at + 1 < text.length() && digit(plain(text.charAt(at + 1))))
                && (at == 0 || !wordEnds(plain(text.charAt(at - 1))));
    }

    private static boolean wordEnds(char before) {
        return digit(before) || letter(before) || before == '.' || before == '_';
    }

    /** @return index of its last character */
    private int number(String text, int start) {
        var number = new StringBuilder();
        var at = start;
        var end = start;
        for (; at < text.length() && at - start < MAX_NUMBER; at++) {
            var sign = plain(text.charAt(at));
            if (digit(sign) || at == start) {
                number.append(sign);
                end = at;
            } else if (separates(sign) && at - end <= 1 + (sign == '(' || sign == ' ' ? 1 : 0)) {
                number.append(sign);
            } else {
                break;
            }
        }
        if (at == text.length() || at - start == MAX_NUMBER || !letter(plain(text.charAt(at))) || at > end + 1) {
            Numbers.kind(number.substring(0, end - start + 1)).ifPresent(this::add);
        }
        return end;
    }

    private static boolean separates(char sign) {
        return sign == '-' || sign == ' ' || sign == '(' || sign == ')';
    }

    private static boolean local(char sign) {
        return letter(sign) || digit(sign) || "._%+-".indexOf(sign) >= 0;
    }

    private static boolean domain(char sign) {
        return letter(sign) || digit(sign) || sign == '.' || sign == '-';
    }

    private static boolean letter(char sign) {
        return sign >= 'a' && sign <= 'z' || sign >= 'A' && sign <= 'Z';
    }

    private static boolean digit(char sign) {
        return sign >= '0' && sign <= '9';
    }

    /** The plain form of signs of full width and of the hyphens that stand between digits. */
    private static char plain(char sign) {
        if (sign < 0x80) {
            return sign;
        }
        return switch (sign) {
            case '\u3000', '\u00a0' -> ' ';
            case '\u2010', '\u2011', '\u2012', '\u2013', '\u2014', '\u2015', '\u2212', '\u30fc', '\uff70' -> '-';
            default -> sign >= '\uff01' && sign <= '\uff5e' ? (char) (sign - 0xfee0) : sign;
        };
    }
}
