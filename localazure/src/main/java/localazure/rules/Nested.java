package localazure.rules;

import java.util.List;
import localazure.arm.ArmId;
import localazure.arm.ArmResource;
import localazure.arm.Azure;

/** Deleting what still has parts. */
final class Nested {
    private Nested() {}

    static void refuse(ArmResource resource, Azure azure, String childToken) {
        List<String> nested = azure.store().ofType(childToken).stream()
                .map(ArmResource::id)
                .filter(id -> ArmId.inside(id, resource.id()))
                .toList();
        if (!nested.isEmpty()) {
            throw Refuse.conflict(
                    "CannotDeleteResource",
                    "Cannot delete resource while nested resources exist. Some existing nested resource IDs include: '%s'."
                            + " Please delete all nested resources before deleting this resource.",
                    String.join("', '", nested));
        }
    }
}
