package infra.azure;

import com.pulumi.core.Output;

/**
 * A resource group that components put their resources in.
 *
 * @param location region of what has no region of its own
 */
public record ResourceGroupRef(Output<String> name, String location) {}
