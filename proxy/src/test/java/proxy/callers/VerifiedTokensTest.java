package proxy.callers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class VerifiedTokensTest {

    private static final Caller CALLER = new Caller("subject", "application", Profile.OPEN);

    private final VerifiedTokens tokens = new VerifiedTokens();

    private static VerifiedTokens.Digest digest(String token) {
        return VerifiedTokens.Digest.of(token);
    }

    private Optional<Caller> find(String token, long keySet, long millis) {
        return tokens.find(digest(token), keySet, millis);
    }

    @Test
    void a_token_is_known_by_what_it_says_and_not_by_the_object() {
        tokens.add(digest("token"), CALLER, 100, 1);
        assertEquals(Optional.of(CALLER), find(new String("token"), 1, 99));
        assertEquals(Optional.empty(), find("tokem", 1, 99));
    }

    @Test
    void a_token_is_forgotten_the_moment_it_expires() {
        tokens.add(digest("token"), CALLER, 100, 1);
        assertEquals(Optional.empty(), find("token", 1, 100));
        assertEquals(0, tokens.size());
    }

    @Test
    void a_token_that_another_key_set_verified_is_forgotten() {
        tokens.add(digest("token"), CALLER, 100, 1);
        assertEquals(Optional.empty(), find("token", 2, 0));
        assertEquals(0, tokens.size());
    }

    @Test
    void the_token_that_was_not_used_for_longest_makes_room() {
        for (var count = 0; count < VerifiedTokens.MAX_TOKENS; count++) {
            tokens.add(digest("token-" + count), CALLER, 100, 1);
        }
        find("token-0", 1, 0);
        tokens.add(digest("one more"), CALLER, 100, 1);
        assertEquals(VerifiedTokens.MAX_TOKENS, tokens.size());
        assertEquals(Optional.of(CALLER), find("token-0", 1, 0));
        assertEquals(Optional.empty(), find("token-1", 1, 0));
    }
}
