package infra.containerapps;

import com.pulumi.core.Output;

/** A Container Apps environment by its resource id. */
public record EnvironmentRef(Output<String> id) {}
