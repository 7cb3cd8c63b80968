package proxy.screen;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What follows when something is found. */
public enum Action {
    /** Nobody looks. */
    OFF,
    /** It is recorded, without the text. */
    LOG,
    /** It is recorded, and refused. */
    BLOCK;

    public static Optional<Action> of(String word) {
        return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
    }

    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
