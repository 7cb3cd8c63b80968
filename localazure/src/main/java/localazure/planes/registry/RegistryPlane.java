package localazure.planes.registry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import localazure.arm.ArmResource;
import localazure.arm.Plane;
import localazure.planes.Arm;

/** A registry has images only as long as its resource exists. */
public final class RegistryPlane implements Plane {
    private final ImageStore images;
    private final Consumer<String> forgotten;

    /** @param forgotten told the login server of a registry that is gone */
    public RegistryPlane(ImageStore images, Consumer<String> forgotten) {
        this.images = images;
        this.forgotten = forgotten;
    }

    @Override
    public void apply(ArmResource resource) {}

    @Override
    public void remove(ArmResource resource) {
        try {
            images.remove(Arm.loginServer(resource));
            forgotten.accept(Arm.loginServer(resource));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
