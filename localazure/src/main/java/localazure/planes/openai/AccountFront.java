package localazure.planes.openai;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import localazure.planes.Arm;
import localazure.planes.Json;
import localazure.planes.entra.Issuer;
import localazure.planes.net.Exchange;
import localazure.planes.net.Handler;

/** The data plane of every account as one network sees it; the host name chooses the account. */
public final class AccountFront implements Handler {
    /** From where a request comes. */
    public enum Network {
        PRIVATE,
        PUBLIC
    }

    private static final Pattern DATED =
            Pattern.compile("/openai/deployments/([^/]+)/(chat/completions|completions|embeddings)");
    private static final Pattern VERSION_1 =
            Pattern.compile("/openai/v1/(chat/completions|completions|embeddings|responses|models)");
    private static final Pattern STORED =
            Pattern.compile("/openai/v1/responses/([A-Za-z0-9_]+)(/cancel|/input_items|)");
    private static final String HEALTH = "/status-0123456789abcdef";
    private static final int MAX_BODY_BYTES = 16 * 1024 * 1024;

    private final Network network;
    private final Fleet fleet;
    private final Caller caller;
    private final Generator generator;
    private final StoredResponses responses;
    private final Traffic traffic;
    private final AccountTelemetry telemetry;

    public AccountFront(
            Network network,
            Arm arm,
            Fleet fleet,
            Issuer issuer,
            Generator generator,
            StoredResponses responses,
            Traffic traffic,
            AccountTelemetry telemetry) {
        this.network = network;
        this.fleet = fleet;
        this.caller = new Caller(arm, issuer);
        this.generator = generator;
        this.responses = responses;
        this.traffic = traffic;
        this.telemetry = telemetry;
    }

    @Override
    public void handle(Exchange exchange) throws IOException {
        Optional<Account> account = fleet.byHost(exchange.host());
        if (account.isEmpty()) {
            Refusal unknown = notFound();
            exchange.sendJson(unknown.status(), unknown.body());
            return;
        }
        exchange.set("apim-request-id", UUID.randomUUID())
                .set("x-request-id", UUID.randomUUID())
                .set("x-ms-region", fleet.displayRegion(account.get()))
                .set("x-content-type-options", "nosniff");
        if (exchange.path().equals(HEALTH)) exchange.sendEmpty(200);
        else record(exchange, account.get());
    }

    private void record(Exchange exchange, Account account) throws IOException {
        Outcome outcome = new Outcome(account, traffic.now());
        try {
            serve(exchange, account, outcome);
        } catch (Refusal refusal) {
            outcome.refused(refusal);
            exchange.sendJson(refusal.status(), refusal.body());
        } catch (IOException e) {
            outcome.cancelled();
            throw e;
        } finally {
            traffic.add(outcome.summary());
            telemetry.report(outcome, exchange);
        }
    }

    private void serve(Exchange exchange, Account account, Outcome outcome) throws IOException, Refusal {
        byte[] body = exchange.body().readNBytes(MAX_BODY_BYTES);
        outcome.received(body.length);
        checkNetwork(account);
        Matcher dated = DATED.matcher(exchange.path());
        Matcher version1 = VERSION_1.matcher(exchange.path());
        if (version1.matches() && version1.group(1).equals("models")) {
            outcome.asked("Models_List");
            caller.check(exchange, account, "models/read");
            outcome.sending(200);
            exchange.sendJson(200, models(account));
            outcome.served();
            return;
        }
        Matcher stored = STORED.matcher(exchange.path());
        if (stored.matches()) {
            outcome.asked("Responses_" + (exchange.method().equals("GET") ? "Get" : "Change"));
            caller.check(exchange, account, "responses/" + (exchange.method().equals("GET") ? "read" : "write"));
            JsonNode answer = responses.ask(account, exchange.method(), stored.group(1), stored.group(2));
            outcome.sending(200);
            exchange.sendJson(200, answer);
            outcome.served();
            return;
        }
        boolean isDated = dated.matches() && exchange.query("api-version").isPresent();
        if (!isDated && !version1.matches()) throw notFound();
        Operation operation =
                Operation.at(isDated ? dated.group(2) : version1.group(1)).orElseThrow();
        outcome.asked(operation.azureName());
        caller.check(exchange, account, "deployments/" + operation.path() + "/action");
        if (!exchange.method().equals("POST")) throw new Refusal(405, "405", "Method not allowed");
        JsonNode json = parse(body);
        String name = isDated ? dated.group(1) : json.path("model").asText("");
        String version = isDated ? exchange.query("api-version").get() : "v1";
        Call call = new Call(deployment(account, name), operation, version, json);
        outcome.called(call);
        generator.answer(exchange, call, outcome);
    }

    /** Bodies: Azure AI services, configure virtual networks; seen in public reports. */
    private void checkNetwork(Account account) throws Refusal {
        if (network == Network.PRIVATE) return;
        if (!account.publicAccess()) {
            throw new Refusal(403, "403", "Public access is disabled. Please configure private endpoint.");
        }
        if (account.networkDenied()) {
            throw new Refusal(403, "403", "Access denied due to Virtual Network/Firewall rules.");
        }
    }

    private Deployment deployment(Account account, String name) throws Refusal {
        return fleet.deployments(account).stream()
                .filter(each -> each.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new Refusal(
                        404,
                        "DeploymentNotFound",
                        "The API deployment for this resource does not exist. If you created the deployment within the last"
                                + " 5 minutes, please wait a moment and try again."));
    }

    private JsonNode models(Account account) {
        var data = Json.array();
        for (Deployment each : fleet.deployments(account)) {
            data.add(Json.object("id", each.name(), "object", "model", "created", 0, "owned_by", "azure-openai"));
        }
        return Json.object("object", "list", "data", data);
    }

    private static JsonNode parse(byte[] body) throws Refusal {
        try {
            JsonNode json = Json.read(body);
            if (json.isObject()) return json;
        } catch (IOException e) {
            // Refused below, as any other body that is not a JSON object.
        }
        throw new Refusal(400, "BadRequest", "The request body is not valid JSON.");
    }

    private static Refusal notFound() {
        return new Refusal(404, "404", "Resource not found");
    }
}
