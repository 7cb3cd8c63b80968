package infra.gateway;

import com.pulumi.core.Output;
import com.pulumi.resources.Resource;
import infra.azure.ResourceGroupRef;
import infra.monitoring.WorkspaceRef;
import infra.network.SubnetRef;
import infra.settings.Settings;
import java.util.List;

/**
 * Arguments of {@link Gateway}.
 *
 * @param subnetId of a subnet that holds gateways alone
 * @param names the fixed name of the gateway, and the DNS label and private address of its front end
 * @param backends host names behind it
 * @param requestBodyMegabytes that the proxy takes of a request
 * @param requestSeconds how long it waits for a backend, and lets a retired one finish
 * @param after what must exist before it can reach its backends
 */
public record GatewayArgs(
        ResourceGroupRef group,
        Output<String> subscriptionId,
        SubnetRef subnet,
        Names names,
        Settings.Gateway settings,
        CertificateRef certificate,
        Backends backends,
        int requestBodyMegabytes,
        int requestSeconds,
        WorkspaceRef workspace,
        List<Resource> after) {

    /**
     * @param dnsLabel of a public front end
     * @param privateAddress of a private front end
     */
    public record Names(String gateway, String dnsLabel, String privateAddress) {}

    /**
     * @param proxy host name of the proxy's app
     * @param accounts host names of the accounts, for the path past the proxy
     */
    public record Backends(Output<String> proxy, List<String> accounts) {
        public Backends {
            accounts = List.copyOf(accounts);
        }
    }

    public GatewayArgs {
        if (!names.gateway().matches("[A-Za-z0-9]([\\w.-]{0,78}\\w)?")) {
            throw new IllegalArgumentException(
                    "names.gateway: " + names.gateway() + " (expected: 1 to 80 letters, digits, '_', '.' and '-')");
        }
        if (!names.dnsLabel().matches("[a-z][a-z0-9-]{1,61}[a-z0-9]")) {
            throw new IllegalArgumentException("names.dnsLabel: " + names.dnsLabel()
                    + " (expected: 3 to 63 lower-case letters, digits and '-', a letter first)");
        }
        if (settings.directPath() && backends.accounts().isEmpty()) {
            throw new IllegalArgumentException("backends.accounts: none (expected: one or more for the direct path)");
        }
        // The drain takes no more (Azure/bicep-types-az, network/2023-02-01).
        if (requestSeconds < 1 || requestSeconds > 3600) {
            throw new IllegalArgumentException("requestSeconds: " + requestSeconds + " (expected: 1 to 3600)");
        }
        after = List.copyOf(after);
    }
}
