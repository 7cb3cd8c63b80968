package localazure.arm;

import java.util.Locale;

/** Region names as programs write them. */
public final class Locations {
    private Locations() {}

    /** Azure takes {@code Japan East} for {@code japaneast}. */
    public static String normal(String location) {
        return location.replace(" ", "").toLowerCase(Locale.ROOT);
    }
}
