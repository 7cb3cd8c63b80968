package proxy.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import proxy.balance.Backend;
import proxy.balance.BalanceSettings;
import proxy.balance.Decision;
import proxy.balance.Outcome;
import proxy.balance.Placement;
import proxy.balance.PoolLimits;
import proxy.balance.QuotaBalancer;
import proxy.balance.QuotaNews;
import proxy.balance.RequestFacts;
import proxy.balance.WaitingRoom;

/** The proxy's own decision core, with the bounds that the proxy has. */
final class SluiceRouter implements Router {

    private static final int ATTEMPTS = 3;
    private static final int RETRY_PERCENT = 20;
    private static final int RETRY_BURST = 50;

    private final Scenario scenario;
    private final Agenda agenda;
    private final List<Backend> backends = new ArrayList<>();
    private final QuotaBalancer balancer;
    private final WaitingRoom room;

    SluiceRouter(Scenario scenario, Agenda agenda) {
        this.scenario = scenario;
        this.agenda = agenda;
        Map<String, PoolLimits> limits = new HashMap<>();
        for (var index = 0; index < scenario.pools().size(); index++) {
            var pool = scenario.pools().get(index);
            limits.put("pool-" + index, new PoolLimits(pool.requestsPerMinute(), pool.tokensPerMinute()));
            for (var account = 0; account < Scenario.Pool.ACCOUNTS; account++) {
                backends.add(new Backend("gpt", "account-" + backends.size(), "pool-" + index, "eu", pool.priority()));
            }
        }
        balancer = new QuotaBalancer(
                backends,
                limits,
                new BalanceSettings(RETRY_PERCENT, RETRY_BURST, scenario.replicas()),
                agenda::nanoTime,
                new SplittableRandom(7));
        room = new WaitingRoom(balancer, agenda::nanoTime);
    }

    private RequestFacts facts(Job job) {
        Set<Backend> failed = job.failedAccounts.stream().map(backends::get).collect(Collectors.toSet());
        Set<String> refused = job.refusedPools.stream().map(it -> "pool-" + it).collect(Collectors.toSet());
        return new RequestFacts(
                "gpt",
                job.judgedTokens,
                100,
                false,
                0,
                "",
                new RequestFacts.Asker(job.caller.name(), job.caller.priority(), Optional.empty()),
                new RequestFacts.History(
                        job.attempts,
                        ATTEMPTS - job.attempts,
                        failed,
                        refused,
                        scenario.waitMillis() - job.waited,
                        job.waited > 0));
    }

    @Override
    public void ask(Job job, Consumer<Step> then) {
        act(job, balancer.decide(facts(job)), then);
    }

    private void act(Job job, Decision decision, Consumer<Step> then) {
        switch (decision) {
            case Decision.Forward forward -> {
                job.key = forward.placement();
                then.accept(new Step.Send(backends.indexOf(forward.placement().backend())));
            }
            case Decision.Wait wait -> {
                job.waited += wait.millis();
                job.refusedPools.clear();
                room.enter(facts(job), wait.millis(), later -> act(job, later.get(), then));
                agenda.after(wait.millis(), room::wake);
            }
            case Decision.Reject reject -> {
                var overShare = reject.cause() == Decision.Cause.OVER_SHARE;
                var throttled = overShare || reject.cause() == Decision.Cause.THROTTLED;
                then.accept(new Step.Refuse(reject.retryAfterMillis(), throttled, overShare));
            }
        }
    }

    @Override
    public void answered(Job job, int account, QuotaNews news) {
        record(job, new Outcome.Answered(news));
        record(job, new Outcome.Finished());
    }

    @Override
    public void refused(Job job, int account, QuotaNews news) {
        record(job, new Outcome.Throttled(news));
    }

    @Override
    public void failed(Job job, int account) {
        record(job, new Outcome.Failed());
    }

    @Override
    public void abandoned(Job job, int account) {
        record(job, new Outcome.Cancelled());
    }

    @Override
    public long patience(Job job) {
        return balancer.patience((Placement) job.key);
    }

    private void record(Job job, Outcome outcome) {
        balancer.record((Placement) job.key, outcome);
    }
}
