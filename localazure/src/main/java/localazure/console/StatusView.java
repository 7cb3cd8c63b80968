package localazure.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import localazure.planes.Json;
import localazure.planes.containerapps.AppPlane;
import localazure.planes.gateway.GatewayPlane;
import localazure.planes.monitor.Evaluator;
import localazure.planes.openai.Fleet;
import localazure.planes.openai.Meter;
import localazure.planes.openai.Quota;
import localazure.planes.openai.Traffic;

/** The platform at this moment, as {@code GET /api/status} answers it. */
final class StatusView {
    private final Fleet fleet;
    private final Quota quota;
    private final Traffic traffic;
    private final AppPlane apps;
    private final GatewayPlane gateways;
    private final Evaluator evaluator;

    StatusView(Fleet fleet, Quota quota, Traffic traffic, AppPlane apps, GatewayPlane gateways, Evaluator evaluator) {
        this.fleet = fleet;
        this.quota = quota;
        this.traffic = traffic;
        this.apps = apps;
        this.gateways = gateways;
        this.evaluator = evaluator;
    }

    JsonNode render() {
        return Json.object(
                "accounts",
                accounts(),
                "pools",
                pools(),
                "apps",
                apps(),
                "gateways",
                gateways(),
                "alerts",
                AlertView.fired(evaluator),
                "requests",
                requests());
    }

    private ArrayNode accounts() {
        List<ObjectNode> accounts = fleet.accounts().stream()
                .map(each -> {
                    Traffic.Totals totals = traffic.of(each.name());
                    return Json.object(
                            "name", each.name(),
                            "region", each.region(),
                            "endpoint", each.endpoint(),
                            "publicNetworkAccess", each.publicAccess() ? "Enabled" : "Disabled",
                            "deployments",
                                    fleet.deployments(each).stream()
                                            .map(one -> one.name())
                                            .toList(),
                            "requests", totals.requests(),
                            "tokens", totals.tokens(),
                            "refused", totals.refused(),
                            "failed", totals.failed(),
                            "cancelled", totals.cancelled());
                })
                .toList();
        return Json.array(accounts);
    }

    private ArrayNode pools() {
        ArrayNode pools = Json.array();
        fleet.pools().forEach((key, limits) -> {
            Meter.Reading reading = quota.meter(key).read();
            pools.add(Json.object(
                    "id", key.id(),
                    "region", key.scope(),
                    "model", key.model(),
                    "version", key.version(),
                    "sku", key.sku(),
                    "tokensPerMinute", limits.tokensPerMinute(),
                    "requestsPerMinute", limits.requestsPerMinute(),
                    "usedTokens", reading.usedTokens(),
                    "usedRequests", reading.usedRequests(),
                    "refused", reading.refused(),
                    "secondsUntilReset", (reading.untilReset().toMillis() + 999) / 1000));
        });
        return pools;
    }

    private ArrayNode apps() {
        return Json.array(apps.status().stream()
                .map(app -> Json.object(
                        "name", app.name(),
                        "fqdn", app.fqdn(),
                        "url", app.url(),
                        "revision", app.revision(),
                        "engine", app.engine(),
                        "replicas",
                                app.replicas().stream().map(StatusView::replica).toList()))
                .toList());
    }

    private ArrayNode gateways() {
        return Json.array(gateways.status().stream()
                .map(each -> Json.object(
                        "name", each.name(),
                        "url", each.url(),
                        "pools",
                                each.healthyByPool().entrySet().stream()
                                        .map(pool -> Json.object("name", pool.getKey(), "healthy", pool.getValue()))
                                        .toList()))
                .toList());
    }

    private static ObjectNode replica(AppPlane.ReplicaStatus replica) {
        ObjectNode node = Json.object(
                "name", replica.name(),
                "address", replica.address(),
                "state", replica.state().toLowerCase(Locale.ROOT),
                "restarts", replica.restarts());
        return replica.pid() == 0 ? node : node.put("pid", replica.pid());
    }

    private ObjectNode requests() {
        Traffic.Totals totals = traffic.all();
        List<ObjectNode> recent = traffic.recent().stream()
                .map(each -> Json.object(
                        "at", each.at().toString(),
                        "account", each.account(),
                        "deployment", each.deployment(),
                        "operation", each.operation(),
                        "status", each.status(),
                        "end", each.end().name().toLowerCase(Locale.ROOT),
                        "tokens", each.tokens(),
                        "millis", each.millis()))
                .toList();
        return Json.object(
                "total", totals.requests(),
                "tokens", totals.tokens(),
                "refused", totals.refused(),
                "failed", totals.failed(),
                "cancelled", totals.cancelled(),
                "recent", recent);
    }
}
