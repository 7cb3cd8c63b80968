package proxy.testkit;

import java.util.List;
import java.util.function.Function;
import proxy.balance.BackendStatus;
import proxy.balance.Balancer;
import proxy.balance.Decision;
import proxy.balance.Outcome;
import proxy.balance.Placement;
import proxy.balance.PoolStatus;
import proxy.balance.RequestFacts;

/** A balancer without pools: it says what the test says. */
public record Deciding(Function<RequestFacts, Decision> decide) implements Balancer {

    @Override
    public Decision decide(RequestFacts facts) {
        return decide.apply(facts);
    }

    @Override
    public void record(Placement placement, Outcome outcome) {}

    @Override
    public long patience(Placement placement) {
        return 1_000;
    }

    @Override
    public boolean usable() {
        return true;
    }

    @Override
    public List<PoolStatus> pools() {
        return List.of();
    }

    @Override
    public List<BackendStatus> status() {
        return List.of();
    }
}
