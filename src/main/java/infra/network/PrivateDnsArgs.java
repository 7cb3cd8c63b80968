package infra.network;

import com.pulumi.core.Output;
import infra.azure.ResourceGroupRef;

/** Arguments of {@link PrivateDns}. */
public record PrivateDnsArgs(ResourceGroupRef group, Output<String> networkId) {}
