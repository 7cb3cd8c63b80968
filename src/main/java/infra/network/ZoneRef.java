package infra.network;

import com.pulumi.core.Output;

/** A private DNS zone by its domain, linked to the network. */
public record ZoneRef(String domain, Output<String> id) {}
