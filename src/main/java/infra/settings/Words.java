package infra.settings;

import java.nio.charset.StandardCharsets;
import java.util.List;

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

    /** Tells one list from the next and nothing else about it: eight hexadecimal digits. */
    public String version() {
        return Digest.of(text());
    }

    @Override
    public String toString() {
        return count() + " words";
    }
}
