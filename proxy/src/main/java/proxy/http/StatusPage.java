package proxy.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;
import proxy.balance.BackendStatus;
import proxy.balance.PoolStatus;
import proxy.config.Revision;
import proxy.observe.Counters;
import proxy.observe.Events;

/** The replica at one moment, as {@code GET /status} answers it: README.md has its fields. */
final class StatusPage {

    private static final JsonMapper JSON = new JsonMapper();

    private final String transport;
    private final Supplier<Services> services;
    private final Supplier<Revision> revision;
    private final Counters counters;
    private final Events events;
    private final Clock clock;

    /** @param transport what moves its bytes */
    StatusPage(
            String transport,
            Supplier<Services> services,
            Supplier<Revision> revision,
            Counters counters,
            Events events,
            Clock clock) {
        this.transport = transport;
        this.services = services;
        this.revision = revision;
        this.counters = counters;
        this.events = events;
        this.clock = clock;
    }

    byte[] render() {
        var now = services.get();
        var page = JSON.createObjectNode()
                .put("ready", now.ready())
                .put("draining", now.drain().started())
                .put("transport", transport)
                .put("requestsInFlight", now.drain().requests())
                .put("requests", counters.requests())
                .put("upstreamRequests", counters.upstreamRequests())
                .put("eventsDropped", events.dropped());
        var obstacles = page.putArray("notReady");
        now.obstacles().forEach(obstacles::add);
        configuration(page.putObject("configuration"));
        page.putObject("memory")
                .put("usedBytes", now.memory().used())
                .put("limitBytes", now.memory().limit());
        var reasons = page.putObject("reasons");
        counters.reasons().forEach(reasons::put);
        var pools = page.putArray("pools");
        now.balancer().pools().forEach(it -> pool(pools, it));
        var deployments = page.putArray("deployments");
        now.balancer().status().forEach(it -> deployment(deployments, it));
        try {
            return JSON.writeValueAsBytes(page);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private void configuration(ObjectNode node) {
        var inForce = revision.get();
        node.put("version", inForce.version())
                .put("since", inForce.since().toString())
                .put(
                        "ageSeconds",
                        Duration.between(inForce.since(), clock.instant()).toSeconds());
    }

    private static void pool(ArrayNode pools, PoolStatus it) {
        var pool = pools.addObject()
                .put("pool", it.pool())
                .put("parkedMillis", it.parkedMillis())
                .put("tokensParkedMillis", it.tokensParkedMillis())
                .put("inFlight", it.inFlight());
        it.remainingRequests().ifPresent(left -> pool.put("remainingRequests", left));
        it.remainingTokens().ifPresent(left -> pool.put("remainingTokens", left));
    }

    private static void deployment(ArrayNode deployments, BackendStatus it) {
        deployments
                .addObject()
                .put("deployment", it.backend().deployment())
                .put("account", it.backend().account())
                .put("pool", it.backend().pool())
                .put("parkedMillis", it.parkedMillis())
                .put("tokensParkedMillis", it.tokensParkedMillis())
                .put("ejectedMillis", it.ejectedMillis())
                .put("silent", it.silent())
                .put("outOfReach", it.outOfReach())
                .put("inFlight", it.inFlight());
    }
}
