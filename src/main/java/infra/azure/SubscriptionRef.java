package infra.azure;

import com.pulumi.resources.ProviderResource;
import java.util.Optional;

/**
 * Where resources go.
 *
 * @param provider makes them in a subscription of their own; that of the enclosing component when empty
 */
public record SubscriptionRef(ResourceGroupRef group, Optional<ProviderResource> provider) {}
