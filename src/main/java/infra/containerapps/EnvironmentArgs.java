package infra.containerapps;

import infra.azure.ResourceGroupRef;
import infra.monitoring.WorkspaceRef;
import infra.network.SubnetRef;

/**
 * Arguments of {@link Environment}.
 *
 * @param subnet delegated to Microsoft.App/environments and used by nothing else
 * @param zoneRedundant whether replicas are spread over zones; Azure takes it when the environment is made, not later
 */
public record EnvironmentArgs(
        ResourceGroupRef group,
        String environmentName,
        SubnetRef subnet,
        WorkspaceRef workspace,
        boolean zoneRedundant) {

    public EnvironmentArgs {
        if (!environmentName.matches("[a-z][a-z0-9-]{0,58}[a-z0-9]")) {
            throw new IllegalArgumentException("environmentName: " + environmentName
                    + " (expected: 2 to 60 lower-case letters, digits and '-', a letter first)");
        }
    }
}
