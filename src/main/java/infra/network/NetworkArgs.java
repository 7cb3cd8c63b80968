package infra.network;

import infra.azure.ResourceGroupRef;
import infra.monitoring.WorkspaceRef;
import infra.plan.AddressPlan;

/** Arguments of {@link Network}. */
public record NetworkArgs(ResourceGroupRef group, AddressPlan addresses, WorkspaceRef workspace) {}
