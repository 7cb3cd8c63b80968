package localazure.planes.entra;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import localazure.arm.ArmResource;
import localazure.planes.Arm;
import localazure.planes.Json;
import localazure.planes.net.Exchange;
import localazure.planes.net.Handler;

/**
 * The managed-identity endpoint of Container Apps: {@code GET /msi/token}. An app shows its own secret and gets tokens
 * of the identities attached to it, and of no other.
 *
 * <p>Shape of question and answer: learn.microsoft.com/azure/container-apps/managed-identity, REST endpoint reference.
 */
public final class IdentityEndpoint implements Handler {
    private static final String API_VERSION = "2019-08-01";
    private static final Duration VALID = Duration.ofHours(24);

    private final Arm arm;
    private final Issuer issuer;
    private final Clock clock;
    private final Map<String, Set<String>> identitiesBySecret = new ConcurrentHashMap<>();

    public IdentityEndpoint(Arm arm, Issuer issuer, Clock clock) {
        this.arm = arm;
        this.issuer = issuer;
        this.clock = clock;
    }

    /** Lets who shows this secret ask for tokens of these identities, named by ARM id, and of no other. */
    public void attach(String secret, Set<String> identityIds) {
        identitiesBySecret.put(secret, Set.copyOf(identityIds));
    }

    public void detach(String secret) {
        identitiesBySecret.remove(secret);
    }

    @Override
    public void handle(Exchange exchange) throws IOException {
        Set<String> attached =
                identitiesBySecret.get(exchange.header("x-identity-header").orElse(""));
        String version = exchange.query("api-version").orElse("");
        Optional<String> resource = exchange.query("resource");
        if (!exchange.path().equals("/msi/token")) refuse(exchange, 404, "no such path: " + exchange.path());
        else if (attached == null) refuse(exchange, 401, "X-IDENTITY-HEADER is missing or wrong");
        else if (!version.equals(API_VERSION)) {
            refuse(exchange, 400, "api-version: " + version + " (expected: " + API_VERSION + ")");
        } else if (resource.isEmpty()) refuse(exchange, 400, "resource: missing");
        else answer(exchange, attached, resource.get());
    }

    private void answer(Exchange exchange, Set<String> attached, String resource) throws IOException {
        Optional<ArmResource> identity = attached.stream()
                .flatMap(id -> arm.store().find(id).stream())
                .filter(each -> asked(exchange, each))
                .findFirst();
        if (identity.isEmpty()) {
            refuse(exchange, 400, "No attached managed identity has the asked client_id, principal_id or mi_res_id.");
            return;
        }
        String clientId = identity.get().outputs().path("clientId").asText();
        String principalId = identity.get().outputs().path("principalId").asText();
        long expires = clock.instant().plus(VALID).getEpochSecond();
        exchange.sendJson(
                200,
                Json.object(
                        "access_token",
                        issuer.identityToken(resource, principalId, clientId, VALID),
                        "expires_on",
                        Long.toString(expires),
                        "resource",
                        resource,
                        "token_type",
                        "Bearer",
                        "client_id",
                        clientId));
    }

    /** A user-assigned identity must be named; without a name Azure means the system-assigned one. */
    private static boolean asked(Exchange exchange, ArmResource identity) {
        String clientId = identity.outputs().path("clientId").asText();
        String principalId = identity.outputs().path("principalId").asText();
        return exchange.query("client_id").filter(clientId::equalsIgnoreCase).isPresent()
                || exchange.query("principal_id")
                        .or(() -> exchange.query("object_id"))
                        .filter(principalId::equalsIgnoreCase)
                        .isPresent()
                || exchange.query("mi_res_id")
                        .filter(identity.id()::equalsIgnoreCase)
                        .isPresent();
    }

    private static void refuse(Exchange exchange, int status, String message) throws IOException {
        exchange.sendJson(status, Json.object("statusCode", status, "message", message));
    }
}
