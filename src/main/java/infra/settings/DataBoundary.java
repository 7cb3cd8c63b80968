package infra.settings;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How far data may travel from the region of an account while it is processed, nearest first. */
public enum DataBoundary {
    REGION,
    GEOGRAPHY,
    WORLD;

    /** The boundary of this lower-case word. */
    public static Optional<DataBoundary> of(String word) {
        return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
    }

    /** The word that settings, the catalogue and the account's tag use. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether data that stays within {@code other} also stays within this boundary. */
    public boolean covers(DataBoundary other) {
        return other.ordinal() <= ordinal();
    }
}
