package localazure.rules;

import localazure.arm.ArmResource;
import localazure.arm.Locations;

/** The region of a resource. */
final class Regions {
    private Regions() {}

    static String of(ArmResource resource) {
        return Locations.normal(resource.outputs().path("location").asText());
    }

    static boolean same(ArmResource resource, String location) {
        return of(resource).equals(Locations.normal(location));
    }
}
