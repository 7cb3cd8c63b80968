package infra.monitoring;

import com.pulumi.core.Output;

/**
 * Arguments of {@link Diagnostics}.
 *
 * @param target id of the resource whose logs are kept
 * @param metrics whether the resource has metrics: Azure refuses the block where it has none
 * @param dedicated whether its logs go to tables of their own, not to AzureDiagnostics
 */
public record DiagnosticsArgs(WorkspaceRef workspace, Output<String> target, boolean metrics, boolean dedicated) {

    public DiagnosticsArgs(WorkspaceRef workspace, Output<String> target, boolean metrics) {
        this(workspace, target, metrics, false);
    }

    /** Logs in tables of their own, and metrics: what Microsoft advises for Cosmos DB ("Monitor Azure Cosmos DB data"). */
    public static DiagnosticsArgs dedicated(WorkspaceRef workspace, Output<String> target) {
        return new DiagnosticsArgs(workspace, target, true, true);
    }
}
