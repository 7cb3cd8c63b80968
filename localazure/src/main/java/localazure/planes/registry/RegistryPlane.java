package localazure.planes.registry;

import java.io.IOException;
import java.io.UncheckedIOException;
import localazure.arm.ArmResource;
import localazure.arm.Plane;
import localazure.planes.Arm;

/** A registry has images only as long as its resource exists. */
public final class RegistryPlane implements Plane {
    private final ImageStore images;

    public RegistryPlane(ImageStore images) {
        this.images = images;
    }

    @Override
    public void apply(ArmResource resource) {}

    @Override
    public void remove(ArmResource resource) {
        try {
            images.remove(Arm.loginServer(resource));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
