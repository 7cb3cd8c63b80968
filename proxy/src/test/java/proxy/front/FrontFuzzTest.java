package proxy.front;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * An input is one byte, which says where the rest is split, and what a client sends. What the front takes for requests must be what
 * {@link StrictReading} finds: another beginning or another body of one would be a second request that nobody sent.
 */
class FrontFuzzTest {

    @FuzzTest(maxDuration = "1m")
    void every_request_gets_one_answer_however_its_bytes_are_split(byte[] input) throws Exception {
        if (input.length < 2) {
            return;
        }
        var sent = Arrays.copyOfRange(input, 1, input.length);
        var whole = answers(sent, new SplittableRandom(0), 0, false);
        alike(whole, answers(sent, new SplittableRandom(input[0]), 16, false));
        answers(sent, new SplittableRandom(input[0]), 64, true);
    }

    /** Of a body that is too long, and malformed behind its bound, either may be heard of first. */
    private static void alike(List<FrontUnderTest.Answer> whole, List<FrontUnderTest.Answer> split) {
        assertEquals(whole.size(), split.size(), split::toString);
        for (var index = 0; index < whole.size(); index++) {
            var one = whole.get(index);
            var other = split.get(index);
            if (!one.last()
                    || !Set.copyOf(List.of(one.status(), other.status())).equals(Set.of(400, 413))) {
                assertEquals(one, other);
            }
        }
    }

    /** @param atMost bytes that come at once, 0 for all of them */
    private static List<FrontUnderTest.Answer> answers(byte[] sent, SplittableRandom splits, int atMost, boolean slow)
            throws Exception {
        try (var front = new FrontUnderTest(slow)) {
            for (var from = 0; from < sent.length; ) {
                var left = sent.length - from;
                var length = atMost == 0 ? left : 1 + splits.nextInt(Math.min(atMost, left));
                front.send(sent, from, length);
                from += length;
            }
            var answers = front.answers();
            check(answers, front);
            var strictly = StrictReading.of(sent);
            assertEquals(
                    strictly.subList(0, Math.min(strictly.size(), front.read().size())), front.read());
            return answers;
        }
    }

    private static void check(List<FrontUnderTest.Answer> answers, FrontUnderTest front) {
        var pending = front.requests() - answers.size();
        assertTrue(pending == 0 || pending == 1, answers::toString);
        for (var index = 0; index < answers.size(); index++) {
            assertFalse(answers.get(index).status() == 500, answers::toString);
            var last = index == answers.size() - 1 && front.closed();
            assertEquals(last, answers.get(index).last(), answers::toString);
        }
    }
}
