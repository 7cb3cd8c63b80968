package infra.identity;

import com.pulumi.core.Output;
import infra.azure.ResourceGroupRef;

/** Arguments of {@link WorkloadIdentity}. */
public record WorkloadIdentityArgs(ResourceGroupRef group, Output<String> subscriptionId) {}
