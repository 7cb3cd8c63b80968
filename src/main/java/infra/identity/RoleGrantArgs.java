package infra.identity;

import com.pulumi.core.Output;

/**
 * Arguments of {@link RoleGrant}.
 *
 * @param scope id of the one resource that the role is granted on
 */
public record RoleGrantArgs(IdentityRef grantee, Role role, Output<String> scope) {}
