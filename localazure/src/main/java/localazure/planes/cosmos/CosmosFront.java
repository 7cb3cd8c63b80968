package localazure.planes.cosmos;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import localazure.arm.ResourceStore;
import localazure.planes.Json;
import localazure.planes.entra.Issuer;
import localazure.planes.monitor.MetricListener;
import localazure.planes.net.Exchange;
import localazure.planes.net.Handler;

/** The data plane of every Cosmos DB account as one network sees it; the host name chooses the account. */
public final class CosmosFront implements Handler {
    private final boolean privateSide;
    private final ResourceStore store;
    private final Access access;
    private final CosmosPlane plane;
    private final MetricListener metrics;

    /** @param privateSide whether requests come through a private endpoint */
    public CosmosFront(
            boolean privateSide, ResourceStore store, Issuer issuer, CosmosPlane plane, MetricListener metrics) {
        this.privateSide = privateSide;
        this.store = store;
        this.access = new Access(store, issuer);
        this.plane = plane;
        this.metrics = metrics;
    }

    /** Whether a host name is one of Cosmos DB's. */
    public static boolean serves(String host) {
        return host.endsWith(CosmosAccount.SUFFIX);
    }

    @Override
    public void handle(Exchange exchange) throws IOException {
        exchange.set("x-ms-activity-id", UUID.randomUUID())
                .set("x-ms-gatewayversion", "version=2.14.0")
                .set("x-ms-serviceversion", "version=2.14.0.0");
        Optional<CosmosAccount> account = CosmosAccount.byHost(store, exchange.host());
        if (account.isEmpty()) {
            refuse(exchange, CosmosError.notFound());
            return;
        }
        CosmosCall call = new CosmosCall(exchange, account.get(), store, access, plane);
        int status = 200;
        try {
            checkNetwork(account.get());
            status = call.answer();
        } catch (CosmosError e) {
            status = e.status();
            refuse(exchange, e);
        } finally {
            measure(account.get(), status, call);
        }
    }

    /** Names of metrics: Microsoft Learn: supported metrics for Microsoft.DocumentDB/DatabaseAccounts. */
    private void measure(CosmosAccount account, int status, CosmosCall call) {
        metrics.add(account.id(), "TotalRequests", Map.of("StatusCode", String.valueOf(status)), 1);
        metrics.add(account.id(), "TotalRequestUnits", Map.of(), call.units());
        metrics.add(account.id(), "NormalizedRUConsumption", Map.of(), call.normalized());
    }

    private void checkNetwork(CosmosAccount account) throws CosmosError {
        if (!privateSide && !account.publicAccess()) {
            throw new CosmosError(
                    403,
                    0,
                    "Forbidden",
                    "Request originated from IP 127.0.0.1 through public internet. This is blocked by your Cosmos DB account"
                            + " firewall settings.");
        }
    }

    private static void refuse(Exchange exchange, CosmosError error) throws IOException {
        exchange.set("x-ms-substatus", error.subStatus()).set("x-ms-request-charge", "1");
        exchange.sendJson(error.status(), Json.object("code", error.code(), "message", error.getMessage()));
    }
}
