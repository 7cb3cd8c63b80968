package infra.settings;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The list of words that the proxy looks for. It may be a secret: never printed.
 *
 * @param lines as the proxy reads them; comments are empty, so that lines keep their numbers
 */
public record Words(List<String> lines) {

    public static final Words NONE = new Words(List.of());

    public Words {
        lines = List.copyOf(lines);
    }

    /** How many there are. */
    public int count() {
        return (int) lines.stream().filter(line -> !line.isEmpty()).count();
    }

    public String text() {
        return String.join("\n", lines);
    }

    int bytes() {
        return text().getBytes(StandardCharsets.UTF_8).length;
    }

    /**
     * Tells one list from the next: eight hexadecimal digits. Names are short and can be guessed, so who reads the template and has no key
     * learns nothing from them; in a stack without a key each guess at the whole list costs a good part of a second.
     */
    public String version(Optional<ResponseKey> key) {
        return Digest.slow(text(), key.map(ResponseKey::value).orElse("words"));
    }

    @Override
    public String toString() {
        return count() + " words";
    }
}
