package localazure.rules;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;

/** Values that Azure makes up once and keeps; here they follow from the id, so that a lost answer can be given again. */
final class Stable {
    private Stable() {}

    static String uuid(String purpose, String id) {
        String seed = purpose + "|" + id.toLowerCase(Locale.ROOT);
        return UUID.nameUUIDFromBytes(seed.getBytes(StandardCharsets.UTF_8)).toString();
    }

    /** @param digits at most eight */
    static String hex(String purpose, String id, int digits) {
        return uuid(purpose, id).substring(0, digits);
    }
}
