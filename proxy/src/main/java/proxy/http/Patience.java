package proxy.http;

import java.time.Duration;
import proxy.balance.Balancer;
import proxy.balance.Placement;
import proxy.io.Deadline;

/** Leaves a pool that has gone silent, long before the time for a first byte is over. */
class Patience {

    /** With an account that has no other to be left for. */
    static final Patience ENDLESS = new Patience(null, null, null) {

        @Override
        void start(Runnable lost) {}

        @Override
        void end() {}
    };

    private final Balancer balancer;
    private final Placement placement;
    private final Deadline look;

    Patience(Deadline look, Balancer balancer, Placement placement) {
        this.look = look;
        this.balancer = balancer;
        this.placement = placement;
    }

    /** Waits for a first byte, for as long as the balancer says. */
    void start(Runnable lost) {
        look.set(Duration.ofMillis(balancer.patience(placement)), () -> {
            if (balancer.patience(placement) > 0) {
                start(lost);
            } else {
                lost.run();
            }
        });
    }

    void end() {
        look.clear();
    }
}
