package localazure.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import localazure.arm.ArmException;
import localazure.arm.Operator;
import localazure.planes.Arm;
import localazure.planes.Json;
import localazure.planes.containerapps.AppPlane;
import localazure.planes.entra.Issuer;
import localazure.planes.gateway.GatewayPlane;
import localazure.planes.monitor.Monitor;
import localazure.planes.net.Exchange;
import localazure.planes.net.Handler;
import localazure.planes.openai.Account;
import localazure.planes.openai.Faults;
import localazure.planes.openai.Fleet;
import localazure.planes.openai.Quota;
import localazure.planes.openai.Traffic;

/** Answers the control API and serves the page. Requests of other web sites' pages are refused. */
public final class Console implements Handler {
    private static final List<String> HOSTS = List.of("127.0.0.1", "localhost");

    private final Arm arm;
    private final Fleet fleet;
    private final Faults faults;
    private final AppPlane apps;
    private final GatewayPlane gateways;
    private final Issuer issuer;
    private final Operator operator;
    private final Path caFile;
    private final StatusView status;
    private final MonitorApi monitorApi;

    public Console(
            Arm arm,
            Fleet fleet,
            Quota quota,
            Faults faults,
            Traffic traffic,
            AppPlane apps,
            GatewayPlane gateways,
            Monitor monitor,
            Issuer issuer,
            Operator operator,
            Path caFile) {
        this.arm = arm;
        this.fleet = fleet;
        this.faults = faults;
        this.apps = apps;
        this.gateways = gateways;
        this.issuer = issuer;
        this.operator = operator;
        this.caFile = caFile;
        this.status = new StatusView(fleet, quota, traffic, apps, gateways, monitor.evaluator());
        this.monitorApi = new MonitorApi(arm.store(), monitor);
    }

    @Override
    public void handle(Exchange exchange) throws IOException {
        Optional<String> origin = exchange.header("origin");
        boolean foreign = origin.isPresent()
                && HOSTS.stream().noneMatch(host -> origin.get().startsWith("http://" + host + ":"));
        if (foreign || !HOSTS.contains(exchange.host())) {
            exchange.sendText(403, "text/plain", "this console answers on loopback only\n");
            return;
        }
        try {
            if (MonitorApi.serves(exchange)) monitorApi.handle(exchange);
            else route(exchange);
        } catch (IllegalArgumentException e) {
            exchange.sendJson(400, Json.object("error", e.getMessage()));
        }
    }

    private void route(Exchange exchange) throws IOException {
        switch (exchange.method() + " " + exchange.path()) {
            case "GET /api/status" -> exchange.sendJson(200, status.render());
            case "GET /api/resources" -> exchange.sendJson(200, resources());
            case "DELETE /api/resources" -> delete(exchange);
            case "GET /api/ingress" -> ingress(exchange);
            case "POST /api/tokens" -> exchange.sendJson(200, token(Body.json(exchange)));
            case "POST /api/recover" -> exchange.sendJson(200, recovered(Body.json(exchange)));
            case "GET /api/faults" -> exchange.sendJson(200, FaultView.render(faults.all()));
            case "POST /api/faults" -> {
                faults.add(FaultView.parse(Body.json(exchange), accountNames()));
                exchange.sendJson(200, FaultView.render(faults.all()));
            }
            case "DELETE /api/faults" -> {
                faults.clear();
                exchange.sendJson(200, Json.array());
            }
            default -> {
                if (Pages.send(exchange)) return;
                exchange.sendJson(404, Json.object("error", exchange.method() + " " + exchange.path() + ": unknown"));
            }
        }
    }

    private List<String> accountNames() {
        return fleet.accounts().stream().map(Account::name).toList();
    }

    private JsonNode resources() {
        ArrayNode resources = Json.array();
        arm.store().all().forEach(each -> resources.add(Json.object("id", each.id(), "type", each.token())));
        return resources;
    }

    private void delete(Exchange exchange) throws IOException {
        String id = exchange.query("id").orElse("");
        try {
            if (operator.delete(id)) exchange.sendJson(200, Json.object("deleted", id));
            else exchange.sendJson(404, Json.object("error", "id: " + id + " (expected: the id of a resource)"));
        } catch (ArmException e) {
            exchange.sendJson(e.status(), Json.object("error", e.code() + ": " + e.getMessage()));
        }
    }

    private void ingress(Exchange exchange) throws IOException {
        String fqdn = exchange.query("fqdn").orElse("");
        Optional<GatewayPlane.Place> gateway = gateways.place(fqdn);
        Optional<String> app = apps.ingressUrl(fqdn);
        if (gateway.isPresent()) {
            exchange.sendJson(
                    200,
                    Json.object(
                            "url",
                            gateway.get().url(),
                            "caFile",
                            gateway.get().caFile().toString()));
        } else if (app.isPresent()) {
            exchange.sendJson(200, Json.object("url", app.get(), "caFile", caFile.toString()));
        } else {
            String expected = " (expected: the name of an app or a gateway that runs)";
            exchange.sendJson(404, Json.object("error", "fqdn: " + fqdn + expected));
        }
    }

    private JsonNode token(JsonNode asked) {
        TokenRequest request = TokenRequest.parse(asked);
        return Json.object(
                "token", issuer.callerToken(request.audience(), request.subject(), request.roles(), request.valid()));
    }

    private JsonNode recovered(JsonNode asked) {
        List<ObjectNode> found = new ArrayList<>();
        for (JsonNode each : asked) {
            ObjectNode inputs = each.path("inputs") instanceof ObjectNode object ? object : Json.object();
            operator.made(each.path("type").asText(), inputs)
                    .ifPresent(made -> found.add(
                            Json.object("urn", each.path("urn").asText(), "id", made.id(), "outputs", made.outputs())));
        }
        return Json.array(found);
    }
}
