package localazure.arm;

/**
 * What becomes real once a resource exists. The control plane calls it after its own checks; a thrown
 * {@link ArmException} fails the operation as the resource provider in Azure would.
 */
public interface Plane {
    /** Called before the resource is stored; may add computed outputs. Also called with every stored resource at start-up. */
    void apply(ArmResource resource);

    /** Called after the resource has left the store. */
    void remove(ArmResource resource);
}
