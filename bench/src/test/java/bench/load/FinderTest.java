package bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FinderTest {

    @Test
    void a_word_is_found_wherever_the_pieces_are_cut() {
        var random = new SplittableRandom(4);
        var found = 0;
        for (var round = 0; round < 20_000; round++) {
            var word = text(random, random.nextInt(1, 6));
            var text = text(random, random.nextInt(0, 20));
            var cut = random.nextInt(0, text.length() + 1);
            var finder = new Finder(word);
            finder.search(Unpooled.copiedBuffer(text.substring(0, cut), StandardCharsets.US_ASCII));
            finder.search(Unpooled.copiedBuffer(text.substring(cut), StandardCharsets.US_ASCII));
            assertEquals(text.contains(word), finder.found(), word + " in " + text + " cut at " + cut);
            found += finder.found() ? 1 : 0;
        }
        assertEquals(10_000, found, 5_000, "both answers occur");
    }

    private static String text(SplittableRandom random, int length) {
        var text = new StringBuilder();
        while (text.length() < length) {
            text.append((char) ('a' + random.nextInt(2)));
        }
        return text.toString();
    }
}
