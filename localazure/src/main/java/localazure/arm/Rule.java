package localazure.arm;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What Azure refuses and computes for one resource type. Called with no other change under way. */
public interface Rule {
    ResourceType type();

    /**
     * Refuses with {@link ArmException} what Azure would refuse, and puts what Azure computes into the change's
     * outputs.
     */
    void apply(Change change);

    /** Refuses a deletion that Azure would refuse. */
    default void delete(ArmResource resource, Azure azure) {}

    /** What follows when the resource goes with a group that is deleted as a whole; nothing is refused then. */
    default void deleteWithParent(ArmResource resource, Azure azure) {}

    /** What follows for resources of this type when some other resource has left the store. */
    default void gone(ArmResource other, Azure azure) {}

    /**
     * The resource that is occupied while an operation on this one runs, or the empty string: parallel operations below one
     * account are refused.
     */
    default String occupies(String id, ObjectNode inputs) {
        return "";
    }

    /** The refusal when what {@link #occupies} names is occupied already. */
    default ArmException occupied(String parent) {
        return new ArmException(
                409,
                "RequestConflict",
                "Another operation is being performed on the parent resource '" + parent
                        + "'. Please try again later.");
    }
}
