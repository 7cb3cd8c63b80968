package localazure.rules;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import localazure.arm.ArmId;
import localazure.arm.Change;

/** Scopes and built-in definitions of data-plane roles. */
final class SqlRoles {
    /** Data reader and data contributor. */
    static final Set<String> BUILT_IN =
            Set.of("00000000-0000-0000-0000-000000000001", "00000000-0000-0000-0000-000000000002");

    private SqlRoles() {}

    /** A scope is the account, a database in it or a container there, in the form {@code ACCOUNT/dbs/D/colls/C}. */
    static void checkScope(Change change, String scope, List<String> within) {
        String account = ArmId.top(change.id());
        boolean form = scope.regionMatches(true, 0, account, 0, account.length())
                && scope.substring(account.length()).matches("(/dbs/[^/]+(/colls/[^/]+)?)?");
        if (!form || within.stream().noneMatch(each -> covers(each, scope))) {
            throw Refuse.badRequest(
                    "BadRequest",
                    "The scope '%s' is not within %s (expected: ACCOUNT[/dbs/D[/colls/C]]).",
                    scope,
                    within);
        }
    }

    private static boolean covers(String above, String scope) {
        String outer = above.toLowerCase(Locale.ROOT);
        String inner = scope.toLowerCase(Locale.ROOT);
        return inner.equals(outer) || inner.startsWith(outer + "/");
    }
}
