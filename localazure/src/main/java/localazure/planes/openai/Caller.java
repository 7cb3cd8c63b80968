package localazure.planes.openai;

import java.util.List;
import java.util.Optional;
import localazure.planes.Arm;
import localazure.planes.entra.Issuer;
import localazure.planes.net.Exchange;

/** Decides whether the bearer of a request may call the models of an account. */
final class Caller {
    private static final List<String> AUDIENCES = List.of(
            "https://cognitiveservices.azure.com", "https://cognitiveservices.azure.com/", "https://ai.azure.com");
    private static final String BEARER = "Bearer ";

    private final Arm arm;
    private final Issuer issuer;

    Caller(Arm arm, Issuer issuer) {
        this.arm = arm;
        this.issuer = issuer;
    }

    /**
     * Refuses as Azure does: 401 without a good token, 403 for a key where keys are disabled, and 403 for a principal
     * without the data action. For the last, reports show 401 as well as 403 with this code (unverified).
     */
    void check(Exchange exchange, Account account, String action) throws Refusal {
        Optional<String> bearer = exchange.header("authorization").filter(value -> value.startsWith(BEARER));
        if (bearer.isEmpty()) {
            if (exchange.header("api-key").isPresent() && !account.keys()) {
                throw new Refusal(
                        403, "AuthenticationTypeDisabled", "Key based authentication is disabled for this resource.");
            }
            throw new Refusal(
                    401,
                    "401",
                    "Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a valid key"
                            + " for an active subscription and use a correct regional API endpoint for your resource.");
        }
        Optional<String> principal = issuer.bearer(bearer.get().substring(BEARER.length()), AUDIENCES);
        if (principal.isEmpty()) {
            throw new Refusal(
                    401,
                    "401",
                    "Unauthorized. Access token is missing, invalid, audience is incorrect"
                            + " (https://cognitiveservices.azure.com), or have expired.");
        }
        if (!arm.holds(principal.get(), Arm.CALL_MODELS, account.id())) {
            throw new Refusal(
                    403,
                    "PermissionDenied",
                    "The principal `" + principal.get() + "` lacks the required data action"
                            + " `Microsoft.CognitiveServices/accounts/OpenAI/" + action + "`.");
        }
    }
}
