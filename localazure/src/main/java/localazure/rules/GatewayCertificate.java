package localazure.rules;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Set;
import localazure.arm.ArmException;
import localazure.arm.ArmId;
import localazure.arm.ArmResource;
import localazure.arm.Change;
import localazure.arm.ResourceStore;

/**
 * The certificate of a gateway in a vault, which one of the gateway's identities must be able to read. Source: Microsoft
 * Learn: TLS termination with Key Vault certificates.
 */
final class GatewayCertificate {
    /** Secrets User, Secrets Officer, Key Vault Administrator. */
    private static final Set<String> READERS = Set.of(
            "4633458b-17de-408a-b874-0445c86b69e6",
            "b86a8fe4-44ce-4948-aee5-eccb2c155cd7",
            "00482a5a-887f-4fb3-b363-3b7fe8e74483");

    private GatewayCertificate() {}

    static void check(Change gateway, JsonNode certificate, Set<String> identities) {
        String uri = certificate.path("keyVaultSecretId").asText("");
        if (uri.isEmpty()) {
            if (certificate.path("data").asText("").isEmpty()) {
                throw refused(gateway, "neither keyVaultSecretId nor data");
            }
            return;
        }
        ResourceStore store = gateway.azure().store();
        ArmResource secret = store.ofType(Tokens.SECRET).stream()
                .filter(each ->
                        leads(uri, each.outputs().at("/properties/secretUri").asText()))
                .findFirst()
                .orElseThrow(() -> refused(gateway, "secret " + uri + " was not found"));
        if (identities.stream().noneMatch(each -> reads(store, each, secret.id()))) {
            throw refused(gateway, "no identity of the gateway has Get permission on secret " + uri);
        }
    }

    private static boolean leads(String uri, String secretUri) {
        String asked = uri.toLowerCase(Locale.ROOT).replaceFirst("/$", "");
        String known = secretUri.toLowerCase(Locale.ROOT);
        return asked.equals(known) || asked.startsWith(known + "/");
    }

    private static boolean reads(ResourceStore store, String identity, String secret) {
        String principal =
                store.find(identity).orElseThrow().outputs().path("principalId").asText();
        return store.ofType(Tokens.ROLE_ASSIGNMENT).stream()
                .map(ArmResource::inputs)
                .filter(each -> each.path("principalId").asText().equals(principal))
                .filter(each -> READERS.contains(
                        ArmId.name(each.path("roleDefinitionId").asText())))
                .map(each -> Scopes.normal(each.path("scope").asText()))
                .anyMatch(scope -> ArmId.same(scope, secret) || ArmId.inside(secret, scope));
    }

    private static ArmException refused(Change gateway, String why) {
        return Refuse.badRequest(
                "ApplicationGatewayKeyVaultSecretException",
                "Problem occured while accessing and validating KeyVault Secrets associated with Application Gateway '%s': %s.",
                gateway.id(),
                why);
    }
}
