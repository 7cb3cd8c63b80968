package localazure.rules;

import java.util.Locale;
import localazure.arm.ArmResource;

/** Region names. */
final class Regions {
    private Regions() {}

    /** Azure takes {@code Japan East} for {@code japaneast}. */
    static String normal(String location) {
        return location.replace(" ", "").toLowerCase(Locale.ROOT);
    }

    static String of(ArmResource resource) {
        return normal(resource.outputs().path("location").asText());
    }

    static boolean same(ArmResource resource, String location) {
        return of(resource).equals(normal(location));
    }
}
