package localazure.planes.entra;

import java.io.IOException;
import localazure.arm.Tenant;
import localazure.planes.Json;
import localazure.planes.net.Exchange;
import localazure.planes.net.Handler;

/** What {@code login.microsoftonline.com} answers without a login: the keys and the discovery document. */
public final class EntraEndpoints implements Handler {
    private static final String ROOT = "https://" + Issuer.HOST + "/" + Tenant.ID;

    private final Issuer issuer;

    public EntraEndpoints(Issuer issuer) {
        this.issuer = issuer;
    }

    @Override
    public void handle(Exchange exchange) throws IOException {
        switch (exchange.path()) {
            case "/" + Tenant.ID + "/discovery/v2.0/keys" ->
                exchange.sendText(200, "application/json", issuer.publicKeys());
            case "/" + Tenant.ID + "/v2.0/.well-known/openid-configuration" ->
                exchange.sendJson(
                        200,
                        Json.object(
                                "issuer",
                                Issuer.NAME,
                                "jwks_uri",
                                ROOT + "/discovery/v2.0/keys",
                                "token_endpoint",
                                ROOT + "/oauth2/v2.0/token",
                                "id_token_signing_alg_values_supported",
                                Json.array("RS256"),
                                "subject_types_supported",
                                Json.array("pairwise")));
            default -> exchange.sendJson(404, Json.object("error", "not_found"));
        }
    }
}
