package proxy.affinity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResponseIdsTest {

    private static final ResponseIds.Found FOREIGN = new ResponseIds.Found.Foreign();
    private static final String ID = "resp_0123456789abcdef";

    private final ResponseIds ids = ids("a key that nobody can guess", "account-a", "account-b");

    private static ResponseIds ids(String key, String... accounts) {
        return new ResponseIds(() -> key.getBytes(StandardCharsets.UTF_8), List.of(accounts));
    }

    private String marked(String application, String account) {
        return ID + ids.mark(application, account, ID);
    }

    @Test
    void an_id_leads_back_to_its_account_in_every_replica_with_the_key() {
        var elsewhere = ids("a key that nobody can guess", "account-b", "account-c", "account-a");
        for (var account : List.of("account-a", "account-b")) {
            assertEquals(new ResponseIds.Found.At(account, ID), ids.find("app", marked("app", account)));
            assertEquals(new ResponseIds.Found.At(account, ID), elsewhere.find("app", marked("app", account)));
        }
    }

    @Test
    void an_id_of_an_account_that_is_not_there_any_more_is_known_as_such() {
        var later = ids("a key that nobody can guess", "account-b");
        assertEquals(new ResponseIds.Found.Gone(), later.find("app", marked("app", "account-a")));
    }

    @Test
    void an_id_is_of_no_use_to_another_caller_or_under_another_key() {
        assertEquals(FOREIGN, ids.find("other", marked("app", "account-a")));
        assertEquals(FOREIGN, ids("another key", "account-a").find("app", marked("app", "account-a")));
        assertEquals(FOREIGN, ids.find("ap", ID + ids.mark("app", "account-a", ID)));
    }

    @Test
    void no_character_of_an_id_can_be_changed_or_left_out() {
        var marked = marked("app", "account-a");
        for (var index = 0; index < marked.length(); index++) {
            var other = marked.charAt(index) == 'A' ? 'B' : 'A';
            var changed = marked.substring(0, index) + other + marked.substring(index + 1);
            assertEquals(FOREIGN, ids.find("app", changed), changed);
            var shortened = marked.substring(0, index) + marked.substring(index + 1);
            assertEquals(FOREIGN, ids.find("app", shortened), shortened);
        }
    }

    @Test
    void what_never_was_an_id_of_ours_is_foreign() {
        for (var text : List.of("", "_", ID, "resp_1", "_".repeat(29), "_".repeat(30), "x".repeat(10_000))) {
            assertEquals(FOREIGN, ids.find("app", text), text);
        }
        assertEquals(FOREIGN, ids.find("app", ID + "_" + "é".repeat(28)));
    }

    @Test
    void an_id_names_no_account_and_fits_into_a_path() {
        var marked = marked("app", "account-a");
        assertTrue(marked.matches("resp_[0-9a-f]+_[A-Za-z0-9_-]{28}"), marked);
        assertFalse(marked.contains("account"));
    }
}
