package infra.monitoring;

import com.pulumi.core.Output;

/** A Log Analytics workspace by its resource id. */
public record WorkspaceRef(Output<String> id) {}
