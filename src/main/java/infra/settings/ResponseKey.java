package infra.settings;

import java.util.regex.Pattern;

/** What the proxy signs the ids of stored responses with, the same in every replica. Never printed. */
public record ResponseKey(String value) {

    /** As the proxy wants it: long enough not to be guessed, of what every environment hands on unchanged. */
    static final Pattern RULE = Pattern.compile("[!-~]{32,}");

    static final String EXPECTED =
            "32 or more letters, digits and signs without spaces, as openssl rand -hex 32 prints them";

    /** Tells one key from the next and nothing else about it: eight hexadecimal digits. */
    public String version() {
        return Digest.of(value);
    }

    @Override
    public String toString() {
        return "(secret)";
    }
}
