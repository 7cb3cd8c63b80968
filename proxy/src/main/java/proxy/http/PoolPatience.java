package proxy.http;

import java.time.Duration;
import proxy.balance.Balancer;
import proxy.balance.Placement;
import proxy.io.Deadline;

/** Leaves a pool that has gone silent, long before the time for a first byte is over: when, the balancer says. */
final class PoolPatience implements Patience {

    private final Balancer balancer;
    private final Placement placement;
    private final Deadline look;

    PoolPatience(Deadline look, Balancer balancer, Placement placement) {
        this.look = look;
        this.balancer = balancer;
        this.placement = placement;
    }

    @Override
    public void start(Runnable lost) {
        look.set(Duration.ofMillis(balancer.patience(placement)), () -> {
            if (balancer.patience(placement) > 0) {
                start(lost);
            } else {
                lost.run();
            }
        });
    }

    @Override
    public void end() {
        look.clear();
    }
}
