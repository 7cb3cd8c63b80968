package infra.network;

import com.pulumi.core.Output;
import infra.azure.ResourceGroupRef;

/**
 * Arguments of {@link EnvironmentDns}.
 *
 * @param domain of the environment's apps
 * @param address private address of the environment
 */
public record EnvironmentDnsArgs(
        ResourceGroupRef group, Output<String> networkId, Output<String> domain, Output<String> address) {}
