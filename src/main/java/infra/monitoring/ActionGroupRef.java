package infra.monitoring;

import com.pulumi.core.Output;

/** An action group by its resource id. */
public record ActionGroupRef(Output<String> id) {}
