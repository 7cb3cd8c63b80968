package proxy.http;

import java.time.Duration;
import proxy.balance.Balancer;
import proxy.balance.Placement;
import proxy.io.Deadline;

/** Leaves a pool that has gone silent, long before the time for a first byte is over. */
final class Patience {

    private final Balancer balancer;
    private final Placement placement;
    private final Runnable lost;
    private final Deadline look;

    Patience(Deadline look, Balancer balancer, Placement placement, Runnable lost) {
        this.look = look;
        this.balancer = balancer;
        this.placement = placement;
        this.lost = lost;
    }

    /** Waits for a first byte, for as long as the balancer says. */
    void start() {
        look.set(Duration.ofMillis(balancer.patience(placement)), () -> {
            if (balancer.patience(placement) > 0) {
                start();
            } else {
                lost.run();
            }
        });
    }

    void end() {
        look.clear();
    }
}
