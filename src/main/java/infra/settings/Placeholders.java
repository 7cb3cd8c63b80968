package infra.settings;

import java.util.Optional;
import java.util.regex.Pattern;

/** What the stack files of this project say where a value of one's own belongs: names and ids that are good for the local Azure alone. */
final class Placeholders {

    /** Names that nobody can have (RFC 2606). */
    private static final Pattern NAME =
            Pattern.compile("((^|[./@])example\\.(com|net|org)|[.@]example)($|[:/])", Pattern.CASE_INSENSITIVE);

    /** Ids of the local Azure; those that Microsoft and tenants give have other digits before the last twelve. */
    private static final Pattern ID = Pattern.compile("(^|[^0-9a-f])0{8}(-0{4}){3}-", Pattern.CASE_INSENSITIVE);

    private Placeholders() {}

    /** What is expected in place of a text that is one; empty for every other text. */
    static Optional<String> expected(String text) {
        if (NAME.matcher(text).find()) return Optional.of("a name of your own in place of example's");
        if (ID.matcher(text).find()) return Optional.of("an id of your own in place of the one of zeros");
        return Optional.empty();
    }
}
