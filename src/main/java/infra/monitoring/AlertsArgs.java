package infra.monitoring;

import infra.azure.ResourceGroupRef;
import infra.plan.AlertPlan;

/**
 * Arguments of {@link Alerts}.
 *
 * @param plan the rules; one about a metric of a resource that {@code targets} does not have is left out
 * @param workspace that the queries read; its region must be the group's
 */
public record AlertsArgs(
        ResourceGroupRef group,
        AlertPlan plan,
        AlertTargets targets,
        WorkspaceRef workspace,
        ActionGroupRef actionGroup) {}
