package infra.network;

import infra.azure.ResourceGroupRef;
import infra.monitoring.WorkspaceRef;
import infra.plan.AddressPlan;

/**
 * Arguments of {@link Network}.
 *
 * @param gatewayClients where the gateway's clients come from: Internet, or VirtualNetwork for a private front end
 */
public record NetworkArgs(
        ResourceGroupRef group, AddressPlan addresses, WorkspaceRef workspace, String gatewayClients) {}
