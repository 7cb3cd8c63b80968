package infra.monitoring;

import infra.azure.ResourceGroupRef;

/** Arguments of {@link Workspace}. */
public record WorkspaceArgs(ResourceGroupRef group, int retentionDays) {

    public WorkspaceArgs {
        if (retentionDays < 30 || retentionDays > 730) {
            throw new IllegalArgumentException("retentionDays: " + retentionDays + " (expected: 30 to 730)");
        }
    }
}
