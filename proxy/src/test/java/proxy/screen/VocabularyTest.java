package proxy.screen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class VocabularyTest {

    private static boolean finds(String line, String text) {
        var found = new ArrayList<Integer>();
        var scan = list(line).vocabulary().scan(found::add);
        scan.feed(text);
        scan.end();
        return !found.isEmpty();
    }

    private static WordList list(String... lines) {
        var faults = new ArrayList<String>();
        var list = WordList.parse(List.of(lines), faults);
        assertEquals(List.of(), faults);
        return list;
    }

    @Test
    void a_word_is_found_however_it_is_spelt() {
        for (var text : List.of(
                "a bomb here",
                "BOMB",
                "ｂｏｍｂ",
                "ｂOmＢ!",
                "b-o-m-b",
                "b o m b",
                "bo\u200bmb",
                "bo\u00admb",
                "b\u0301omb",
                "bömb",
                "𝐛𝐨𝐦𝐛",
                "ⓑⓞⓜⓑ",
                "b.o.m.b.",
                "bo\u17b4mb",
                "bo\u180b\u180fmb",
                "bo\u2065mb",
                "bo\ue000mb",
                "bo\udb80\udc00mb",
                "\u0e3fomb",
                "\u20bfomb$",
                "b\no\nm\nb")) {
            assertTrue(finds("bomb", text), text);
        }
        assertTrue(finds("爆弾", "これは爆　弾です"));
        assertTrue(finds("バカ", "ﾊﾞｶ") && finds("ばか", "バカ") && finds("ﾊﾞｶ", "ば\u200bか"));
        assertTrue(finds("falcon", "₣₳₤¢on") && finds("falcon", "a falcon$") && finds("$$$", "for $$$"));
        assertTrue(finds("STRASSE", "straße") && finds("ΟΔΟΣ", "οδος"));
        assertTrue(finds("🍆", "a 🍆!") && finds("e\u0301", "É"));
    }

    @Test
    void a_word_is_not_found_in_what_is_another_word() {
        assertFalse(finds("ass", "class") || finds("ass", "assembly") || finds("ass", "grass."));
        assertFalse(finds("penis", "the pen is mightier"));
        assertFalse(finds("カキ", "ガキ"), "voicing marks make other letters");
        assertTrue(finds("*ass", "class") && finds("ass*", "assembly") && finds("ass", "an ass."));
        assertTrue(finds("爆弾", "大爆弾魔"), "no spaces, no ends of words");
        assertTrue(finds("bomb", "これはbombです"), "other scripts end a word");
    }

    @Test
    void words_of_a_phrase_may_be_parted_as_the_phrase_is() {
        assertTrue(finds("project falcon", "Project   Falcon") && finds("project falcon", "project-falcon"));
        assertTrue(finds("project falcon", "projectfalcon"));
        assertFalse(finds("project falcon", "proj ect falcon"));
    }

    @Test
    void an_exact_word_is_found_as_it_is_written_only() {
        assertTrue(finds("=NEC", "at NEC.") && finds("=C++", "in C++, or") && finds("=𝐛", "a 𝐛 c"));
        assertFalse(finds("=NEC", "nec") || finds("=NEC", "ＮＥＣ") || finds("=NEC", "CONNECT"));
    }

    @Test
    void what_stands_far_apart_is_no_word() {
        assertTrue(finds("bomb", "bo" + "-".repeat(TextScan.MAX_GAP) + "mb"));
        assertFalse(finds("bomb", "bo" + "-".repeat(TextScan.MAX_GAP + 1) + "mb"));
    }

    /** The settings of a stack are tested against the same file. */
    @Test
    void lines_are_taken_that_say_something() throws IOException {
        var lines = new JsonMapper().readTree(getClass().getResourceAsStream("/word-lines.json"));
        for (var line : lines.path("taken")) {
            assertEquals(1, list(line.textValue()).size(), line::toString);
        }
        for (var line : lines.path("refused")) {
            var faults = new ArrayList<String>();
            WordList.parse(List.of("", line.textValue()), faults);
            assertEquals(
                    List.of("line 2: no character that counts (expected: 1 to 128, a letter, digit, pictograph or"
                            + " currency among them; signs count only after =)"),
                    faults,
                    line::toString);
        }
        var faults = new ArrayList<String>();
        WordList.parse(List.of("x".repeat(128), "x".repeat(129)), faults);
        assertTrue(faults.getFirst().startsWith("line 2: 129 characters (expected: "), faults::toString);
    }

    @Test
    void it_finds_what_a_plain_search_finds() {
        var random = new Random(7);
        for (var round = 0; round < 3_000; round++) {
            var words = new TreeSet<String>();
            for (var count = 0; count < 1 + random.nextInt(6); count++) {
                words.add(text(random, 1 + random.nextInt(4)));
            }
            var lines = words.stream().map(it -> "=" + it).toArray(String[]::new);
            var text = text(random, random.nextInt(40));
            var found = new ArrayList<String>();
            var scan = list(lines).vocabulary().scan(index -> found.add(lines[index].substring(1)));
            scan.feed(text);
            scan.end();
            var expected = new ArrayList<String>();
            for (var word : words) {
                for (var at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
                    expected.add(word);
                }
            }
            found.sort(null);
            expected.sort(null);
            assertEquals(expected, found, () -> words + " in " + text);
        }
    }

    /** Of a script without ends of words. */
    private static String text(Random random, int length) {
        var text = new StringBuilder();
        random.ints(length, 0, 3).forEach(it -> text.append("爆弾火".charAt(it)));
        return text.toString();
    }

    @Test
    void it_does_not_matter_where_a_text_is_parted() {
        var random = new Random(11);
        var vocabulary =
                list("ab", "a b", "ba*", "*bb", "=B a", "がａ", "🍆a", "aab").vocabulary();
        var signs = List.of("a", "b", "B", " ", "-", "\u200b", "カ", "ﾞ", "か", "\u0301", "🍆", "ａ");
        for (var round = 0; round < 5_000; round++) {
            var text = new StringBuilder();
            random.ints(random.nextInt(30), 0, signs.size()).forEach(it -> text.append(signs.get(it)));
            var whole = new ArrayList<Integer>();
            var scan = vocabulary.scan(whole::add);
            scan.feed(text.toString());
            scan.end();
            var parted = new ArrayList<Integer>();
            var parts = vocabulary.scan(parted::add);
            for (var at = 0; at < text.length(); ) {
                var next = Math.min(text.length(), at + random.nextInt(4));
                parts.feed(text.substring(at, next));
                at = next;
            }
            parts.end();
            assertEquals(whole, parted, text::toString);
        }
    }

    @Test
    void what_is_decided_is_in_no_word_that_is_found_later() {
        var random = new Random(13);
        var lines = new String[] {"*abab*", "*baa*", "*bb*", "=*aBa*"};
        var lengths = new int[] {4, 3, 2, 3};
        var vocabulary = list(lines).vocabulary();
        for (var round = 0; round < 3_000; round++) {
            var text = new StringBuilder();
            random.ints(30, 0, 3).forEach(it -> text.append("abB".charAt(it)));
            var found = new ArrayList<Integer>();
            var scan = vocabulary.scan(index -> found.add(lengths[index]));
            var marks = new ArrayList<TextScan.Mark>();
            var decided = 0;
            for (var at = 0; at < text.length(); at++) {
                scan.feed(text.substring(at, at + 1));
                for (var length : found) {
                    assertTrue(at + 1 - length >= decided, text::toString);
                }
                found.clear();
                marks.add(scan.mark());
                while (decided < marks.size() && scan.decided(marks.get(decided))) {
                    decided++;
                }
                assertTrue(at + 1 - decided <= 4, "no more than the longest word is open");
            }
        }
    }

    @Test
    void a_list_says_all_its_faults_and_none_of_its_words() {
        var faults = new ArrayList<String>();
        var list = WordList.parse(List.of("# comment", "", "ok", "---", "=" + "x".repeat(129), "*"), faults);
        assertEquals(1, list.size());
        assertEquals(3, list.line(0));
        var rule =
                " (expected: 1 to 128, a letter, digit, pictograph or currency among them; signs count only after =)";
        assertEquals(
                List.of(
                        "line 4: no character that counts" + rule,
                        "line 5: 130 characters" + rule,
                        "line 6: no character that counts" + rule),
                faults);
        assertEquals("1 words", list.toString());
    }
}
