package infra.identity;

import com.pulumi.core.Output;

/**
 * A managed identity.
 *
 * @param subscriptionId the subscription under which its role definitions are named
 */
public record IdentityRef(
        Output<String> id, Output<String> clientId, Output<String> principalId, Output<String> subscriptionId) {}
