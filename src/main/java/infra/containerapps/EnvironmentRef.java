package infra.containerapps;

import com.pulumi.core.Output;

/**
 * A Container Apps environment as its apps need it.
 *
 * @param id resource id
 * @param defaultDomain of the apps' host names
 */
public record EnvironmentRef(Output<String> id, Output<String> defaultDomain) {}
