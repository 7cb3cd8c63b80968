package localazure.planes.containerapps;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The replicas of one template of an app. */
record Revision(AppSpec app, Image image, List<Replica> replicas) {
    /** The replica that did not become ready in time, if there is one. */
    Optional<Replica> awaitReady() throws InterruptedException {
        long until = System.nanoTime() + app.startBudget().toNanos();
        for (Replica replica : replicas) {
            if (!replica.awaitReady(Duration.ofNanos(until - System.nanoTime()))) return Optional.of(replica);
        }
        return Optional.empty();
    }

    /** Stops all replicas at the same time and waits for their end. */
    void stop(Duration grace) {
        List<Thread> stops = replicas.stream()
                .map(each -> new Thread(() -> each.stop(grace), "stop-" + each.name()))
                .toList();
        stops.forEach(Thread::start);
        for (Thread stop : stops) {
            try {
                stop.join();
            } catch (InterruptedException e) {
                stops.forEach(Thread::interrupt);
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Why a replica did not become ready, for the person who deployed it. */
    static String failure(AppSpec app, Replica replica) throws IOException {
        return "Failed to provision revision for container app '" + app.name() + "'. Error details: replica "
                + replica.name() + " was not ready within " + app.startBudget().toSeconds() + " s and "
                + replica.restarts() + " restarts. Its last lines:\n" + String.join("\n", replica.logTail());
    }
}
