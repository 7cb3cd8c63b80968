package proxy.screen;

import java.util.Optional;
import java.util.regex.Pattern;

/** Tells what a number with the signs between its digits looks like. */
final class Numbers {

    /** Groups as cards have them, or none. */
    private static final Pattern CARD = Pattern.compile(
            "[2-6]\\d{12,18}|[2-6]\\d{3}([ -])\\d{4}\\1\\d{4}\\1\\d{1,7}|3\\d{3}([ -])\\d{6}\\2\\d{4,5}");

    private static final Pattern MY_NUMBER = Pattern.compile("\\d{12}|\\d{4}([ -])\\d{4}\\1\\d{4}");

    /** Mobile and IP telephony, with or without signs; other numbers of Japan with them, because ten digits alone are anything. */
    private static final Pattern JAPANESE =
            Pattern.compile("0[5789]0[ -]?\\d{4}[ -]?\\d{4}|(?:0120|0800)[ -]?\\d{3}[ -]?\\d{3,4}"
                    + "|\\(?0\\d{1,4}(?:[ -]|\\) ?)\\d{1,4}[ -]\\d{4}");

    private static final Pattern E164 = Pattern.compile("\\+[1-9](?:[ ()-]{0,2}\\d){7,14}");
    private static final int JAPANESE_DIGITS = 10;
    /** Of a number in E.164, as its pattern has it. */
    private static final int FEWEST = 8;

    private Numbers() {}

    static Optional<PersonalData.Kind> kind(String number) {
        var digits = digits(number);
        if (digits.length() < (number.charAt(0) == '+' ? FEWEST : JAPANESE_DIGITS)) {
            return Optional.empty();
        }
        if (CARD.matcher(number).matches() && luhn(digits)) {
            return Optional.of(PersonalData.Kind.CARD);
        }
        if (MY_NUMBER.matcher(number).matches() && myNumber(digits)) {
            return Optional.of(PersonalData.Kind.MY_NUMBER);
        }
        var national = JAPANESE.matcher(number).matches()
                && (digits.length() == JAPANESE_DIGITS || digits.length() == JAPANESE_DIGITS + 1);
        return national || E164.matcher(number).matches() ? Optional.of(PersonalData.Kind.PHONE) : Optional.empty();
    }

    private static String digits(String number) {
        var digits = new StringBuilder();
        number.chars().filter(sign -> sign >= '0' && sign <= '9').forEach(sign -> digits.append((char) sign));
        return digits.toString();
    }

    /** Every second digit from the right is doubled; the sum is a multiple of ten. */
    static boolean luhn(String digits) {
        var sum = 0;
        for (var index = 0; index < digits.length(); index++) {
            var digit = digits.charAt(digits.length() - 1 - index) - '0';
            var value = index % 2 == 1 ? 2 * digit : digit;
            sum += value > 9 ? value - 9 : value;
        }
        return sum % 10 == 0;
    }

    /** The check digit of ordinance 85 of 2014 of the Ministry of Internal Affairs and Communications, article 5. */
    static boolean myNumber(String digits) {
        var sum = 0;
        for (var n = 1; n <= 11; n++) {
            sum += (digits.charAt(11 - n) - '0') * (n <= 6 ? n + 1 : n - 5);
        }
        var remainder = sum % 11;
        return digits.charAt(11) - '0' == (remainder <= 1 ? 0 : 11 - remainder);
    }
}
