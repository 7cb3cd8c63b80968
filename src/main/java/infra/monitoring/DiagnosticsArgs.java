package infra.monitoring;

import com.pulumi.core.Output;

/**
 * Arguments of {@link Diagnostics}.
 *
 * @param target id of the resource whose logs are kept
 * @param metrics whether the resource has metrics: Azure refuses the block where it has none
 */
public record DiagnosticsArgs(WorkspaceRef workspace, Output<String> target, boolean metrics) {}
