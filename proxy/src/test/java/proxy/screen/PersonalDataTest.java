package proxy.screen;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import proxy.screen.PersonalData.Kind;

class PersonalDataTest {

    private static Map<Kind, Integer> counts(String text) {
        var data = new PersonalData();
        data.count(text);
        return data.counts();
    }

    private static void one(Kind kind, String... texts) {
        for (var text : texts) {
            assertEquals(Map.of(kind, 1), counts(text), text);
            assertEquals(Map.of(kind, 1), counts("番号は" + text + "です。"), text);
        }
    }

    private static void none(String... texts) {
        for (var text : texts) {
            assertEquals(Map.of(), counts(text), text);
        }
    }

    @Test
    void mail_addresses_count() {
        one(Kind.MAIL, "someone@example.com", "a.b+c@mail.example.co.jp", "ｓｏｍｅｏｎｅ＠ｅｘａｍｐｌｅ．ｃｏｍ");
        one(Kind.MAIL, "<someone@example.com>.", "mailto:someone@example.com, or");
        none("@example.com", "someone@localhost", "someone@example.c", "a @ b.com", "someone@.com", "@".repeat(1000));
    }

    @Test
    void cards_count_with_their_check_digit() {
        one(Kind.CARD, "4111111111111111", "4111 1111 1111 1111", "5555-5555-5555-4444", "３７８２８２２４６３１０００５");
        one(Kind.CARD, "3782 822463 10005");
        none("4111111111111112", "4111-1111 1111-1111", "9111111111111110", "x4111111111111111", "4111111111111111x");
    }

    @Test
    void my_numbers_count_with_their_check_digit() {
        one(Kind.MY_NUMBER, "123456789018", "1234-5678-9018", "１２３４　５６７８　９０１８");
        none("123456789017", "1234-5678 9018", "12345678901", "0.123456789018");
    }

    @Test
    void phone_numbers_count() {
        one(Kind.PHONE, "090-1234-5678", "09012345678", "０９０ー１２３４ー５６７８", "03-1234-5678", "(03) 1234-5678");
        one(Kind.PHONE, "+81 90-1234-5678", "+14155552671", "0120-123-456", "0466-12-3456", "+44 (20) 7946 0958");
        none("0312345678", "2026-11-28", "192.168.0.1", "00-1234-567", "+123", "12:30-13:30", "090-1234-567");
    }

    @Test
    void everything_in_a_text_counts() {
        assertEquals(
                Map.of(Kind.MAIL, 2, Kind.PHONE, 1, Kind.CARD, 1),
                counts("a@b.co,c@d.co 03-1234-5678 and 4111111111111111"));
    }

    @Test
    void one_wrong_digit_is_always_noticed() {
        var random = new Random(5);
        for (var round = 0; round < 2_000; round++) {
            var digits = new StringBuilder();
            random.ints(11, 0, 10).forEach(digits::append);
            var valid = 0;
            for (var check = 0; check <= 9; check++) {
                valid += Numbers.myNumber(digits.toString() + check) ? 1 : 0;
            }
            assertEquals(1, valid, digits::toString);
            valid = 0;
            for (var check = 0; check <= 9; check++) {
                valid += Numbers.luhn(digits.toString() + check) ? 1 : 0;
            }
            assertEquals(1, valid, digits::toString);
        }
    }

    @Test
    void a_number_is_found_in_the_midst_of_much_that_is_none() {
        var noise = "a@".repeat(200_000) + "1-".repeat(200_000) + "a.".repeat(200_000) + "1".repeat(200_000);
        assertEquals(Map.of(Kind.CARD, 1), counts(noise + " 4111111111111111 " + noise));
    }

    @Test
    void numbers_too_short_for_any_kind_are_none() {
        none("1", "12", "2026", "+1234567", "+12 34 567", "123456789", "(12) 3456");
    }
}
