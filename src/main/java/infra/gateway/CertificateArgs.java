package infra.gateway;

import com.pulumi.core.Output;
import infra.azure.ResourceGroupRef;
import infra.identity.IdentityRef;
import infra.monitoring.WorkspaceRef;
import infra.network.PrivatePlaceRef;
import infra.settings.Settings;

/**
 * Arguments of {@link Certificate}.
 *
 * @param source a certificate that is made here, or one of a vault that is used and never owned
 * @param vaultName of the vault that is created for a certificate made here
 * @param hostName that a certificate made here is for
 * @param reader the gateway's identity
 * @param place where the vault's private endpoint stands
 */
public record CertificateArgs(
        ResourceGroupRef group,
        Settings.Certificate source,
        String vaultName,
        String hostName,
        Output<String> tenantId,
        IdentityRef reader,
        PrivatePlaceRef place,
        WorkspaceRef workspace) {

    public CertificateArgs {
        if (!vaultName.matches("(?!.*--)[a-z][a-z0-9-]{1,22}[a-z0-9]")) {
            throw new IllegalArgumentException("vaultName: " + vaultName
                    + " (expected: 3 to 24 lower-case letters, digits and single '-', a letter first)");
        }
    }
}
