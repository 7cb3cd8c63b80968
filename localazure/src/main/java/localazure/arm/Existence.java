package localazure.arm;

import java.util.HashSet;
import java.util.Set;

/** What Azure checks of every resource before its provider sees it: name, place and the things its id goes through. */
final class Existence {
    /** Regions besides those of the catalogue in which a network may stand. */
    private static final Set<String> OTHER_REGIONS = Set.of("japanwest", "eastus2", "northeurope", "swedencentral");

    private Existence() {}

    static void check(Change change, ResourceType type) {
        checkName(change.name(), type);
        checkGroup(change);
        checkParent(change, type);
        checkLocation(change, type);
    }

    private static void checkName(String name, ResourceType type) {
        ResourceType.NameRule rule = type.names();
        if (!rule.pattern().matcher(name).matches()) {
            throw new ArmException(
                    400, rule.code(), type.nameProperty() + ": " + name + " (expected: " + rule.text() + ")");
        }
    }

    private static void checkGroup(Change change) {
        ArmId.resourceGroupId(change.id())
                .filter(group -> !ArmId.same(group, change.id()))
                .filter(group -> change.azure().store().find(group).isEmpty())
                .ifPresent(group -> {
                    throw new ArmException(
                            404,
                            "ResourceGroupNotFound",
                            "Resource group '" + ArmId.name(group) + "' could not be found.");
                });
    }

    private static void checkParent(Change change, ResourceType type) {
        ArmId.parent(change.id())
                .filter(parent -> change.azure().store().find(parent).isEmpty())
                .ifPresent(parent -> {
                    throw new ArmException(
                            404,
                            "ParentResourceNotFound",
                            "Failed to perform 'write' on resource(s) of type '" + type.armType()
                                    + "', because the parent resource '" + parent + "' could not be found.");
                });
    }

    private static void checkLocation(Change change, ResourceType type) {
        String location = Locations.normal(change.text("/location"));
        Set<String> regions = regions(change.azure().catalogue(), type.placement());
        if (!regions.isEmpty() && !regions.contains(location)) {
            throw new ArmException(
                    400,
                    "LocationNotAvailableForResourceType",
                    "The provided location '" + location + "' is not available for resource type '" + type.armType()
                            + "'. List of available regions for the resource type is '"
                            + String.join(",", regions.stream().sorted().toList()) + "'.");
        }
    }

    private static Set<String> regions(Catalogue catalogue, ResourceType.Placement placement) {
        if (placement == ResourceType.Placement.NONE) {
            return Set.of();
        }
        if (placement == ResourceType.Placement.GLOBAL) {
            return Set.of("global");
        }
        Set<String> all = new HashSet<>(OTHER_REGIONS);
        all.addAll(catalogue.regions().keySet());
        return all;
    }
}
