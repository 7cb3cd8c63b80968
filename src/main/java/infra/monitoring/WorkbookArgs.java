package infra.monitoring;

import infra.azure.ResourceGroupRef;
import infra.plan.WorkbookPlan;

/**
 * Arguments of {@link Workbook}.
 *
 * @param id a GUID, which Azure wants as its name
 * @param plan the panels; one about a resource that {@code targets} does not have is left out
 */
public record WorkbookArgs(
        ResourceGroupRef group, String id, WorkbookPlan plan, AlertTargets targets, WorkspaceRef workspace) {

    public WorkbookArgs {
        if (!id.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")) {
            throw new IllegalArgumentException("id: " + id + " (expected: a GUID in lower case)");
        }
    }
}
