package infra.registry;

import infra.azure.ResourceGroupRef;
import infra.identity.IdentityRef;
import infra.monitoring.WorkspaceRef;
import infra.network.PrivatePlaceRef;

/**
 * Arguments of {@link Registry}.
 *
 * @param registryName first label of its host name, global
 * @param puller the one identity that may read its images
 */
public record RegistryArgs(
        ResourceGroupRef group,
        String registryName,
        IdentityRef puller,
        PrivatePlaceRef place,
        WorkspaceRef workspace) {

    public RegistryArgs {
        if (!registryName.matches("[a-z0-9]{5,50}")) {
            throw new IllegalArgumentException(
                    "registryName: " + registryName + " (expected: 5 to 50 lower-case letters and digits)");
        }
    }
}
