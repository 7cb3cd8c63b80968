package infra.network;

import com.pulumi.core.Output;
import infra.azure.ResourceGroupRef;

/**
 * A subnet.
 *
 * @param id resource id
 * @param group the group and region of its network, where what stands in the subnet belongs
 */
public record SubnetRef(Output<String> id, ResourceGroupRef group) {}
