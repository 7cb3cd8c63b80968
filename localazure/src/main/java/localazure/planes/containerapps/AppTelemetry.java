package localazure.planes.containerapps;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import localazure.arm.ArmResource;
import localazure.arm.ResourceStore;
import localazure.planes.Arm;
import localazure.planes.Json;
import localazure.planes.monitor.Monitor;

/**
 * Tells Azure Monitor of container apps: their replicas and restarts once a minute, and the lines that replicas write, when the
 * environment hands its logs to Azure Monitor and a diagnostic setting sends them on.
 *
 * <p>Sources: Microsoft Learn, supported metrics for Microsoft.App/containerapps; Azure Monitor Logs reference,
 * ContainerAppConsoleLogs.
 */
public final class AppTelemetry implements Runnable {
    private static final String TABLE = "ContainerAppConsoleLogs";
    private static final String DESTINATION = "azure-monitor";

    /** Log Analytics cuts longer values. */
    private static final int LONGEST_LINE = 32 * 1024;

    private final AppPlane apps;
    private final ResourceStore store;
    private final Monitor monitor;
    private Instant measured = Instant.MIN;

    public AppTelemetry(AppPlane apps, ResourceStore store, Monitor monitor) {
        this.apps = apps;
        this.store = store;
        this.monitor = monitor;
    }

    @Override
    public synchronized void run() {
        Instant minute = monitor.now().truncatedTo(ChronoUnit.MINUTES);
        boolean due = !minute.equals(measured);
        measured = minute;
        for (Revision revision : apps.revisions()) {
            if (due) measure(revision);
            revision.replicas().forEach(replica -> pass(revision.app(), replica));
        }
    }

    private void measure(Revision revision) {
        String app = revision.app().id();
        String name = revision.app().revision();
        monitor.metrics()
                .add(
                        app,
                        "Replicas",
                        Map.of("revisionName", name),
                        revision.replicas().size());
        revision.replicas()
                .forEach(replica -> monitor.metrics()
                        .add(
                                app,
                                "RestartCount",
                                Map.of("revisionName", name, "podName", replica.name()),
                                replica.restarts()));
    }

    private void pass(AppSpec app, Replica replica) {
        boolean handed = environment(app)
                .map(each ->
                        each.inputs().at("/appLogsConfiguration/destination").asText())
                .filter(DESTINATION::equals)
                .isPresent();
        for (String line : replica.newLines()) {
            if (handed) monitor.diagnostics().send(app.environmentId(), TABLE, TABLE, () -> row(app, replica, line));
        }
    }

    private Optional<ArmResource> environment(AppSpec app) {
        return store.find(app.environmentId());
    }

    private static ObjectNode row(AppSpec app, Replica replica, String line) {
        return Json.object(
                "ContainerAppName", app.name(),
                "RevisionName", app.revision(),
                "ContainerGroupName", replica.name(),
                "ContainerName", app.container(),
                "ContainerImage", app.image(),
                "EnvironmentName", Arm.lastSegment(app.environmentId()),
                // Both streams of a replica go to one file here.
                "Stream", "stdout",
                "Log", line.substring(0, Math.min(line.length(), LONGEST_LINE)));
    }
}
