package proxy.simulation;

import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import proxy.balance.QuotaNews;
import proxy.simulation.Router.Job;
import proxy.simulation.Router.Step;
import proxy.simulation.Scenario.Kind;

/** One scenario under one strategy. Every strategy meets the same arrivals. */
final class Run {

    private static final long SEED = 2026;
    private static final long TO_ACCOUNT = 1;
    private static final long REFUSAL = 3;
    private static final long FIRST_BYTE_TIMEOUT = 60_000;
    private static final double MEDIAN_LATENCY = 200;
    private static final double SIGMA = 0.5;
    private static final double SMALL = 0.6;

    private final Agenda agenda = new Agenda();
    private final SplittableRandom arrivals = new SplittableRandom(SEED);
    private final SplittableRandom latencies = new SplittableRandom(SEED + 1);
    private final Scenario scenario;
    private final List<Meter> meters;
    private final int[] poolOf;
    private final List<Router> routers;
    private final List<long[]> toldUntil;
    private final long[] waitOver;
    private final Oracle oracle;
    private final Tally tally = new Tally();
    private double sinceWhole;

    /** Makes the strategy of a replica. */
    interface Strategy extends BiFunction<Scenario, Agenda, Router> {}

    static Tally of(Scenario scenario, Strategy strategy) {
        var run = new Run(scenario, strategy);
        run.arrive();
        run.agenda.run();
        return run.tally;
    }

    private Run(Scenario scenario, Strategy strategy) {
        this.scenario = scenario;
        this.meters = scenario.meters();
        this.poolOf = scenario.poolOfAccount();
        this.routers = IntStream.range(0, scenario.replicas())
                .mapToObj(replica -> strategy.apply(scenario, agenda))
                .toList();
        this.toldUntil = routers.stream().map(router -> new long[meters.size()]).toList();
        this.waitOver = new long[meters.size()];
        this.oracle = new Oracle(scenario);
        scenario.faults().stream()
                .filter(fault -> fault.kind() == Kind.NO_QUOTA)
                .forEach(fault -> agenda.after(
                        fault.from(), () -> meters.get(fault.pool()).close(fault.to())));
    }

    /** Poisson arrivals: three of five requests are small. */
    private void arrive() {
        sinceWhole += -Math.log(1 - arrivals.nextDouble()) * 1_000 / scenario.perSecond();
        var gap = (long) sinceWhole;
        sinceWhole -= gap;
        if (agenda.now() + gap >= scenario.millis()) {
            return;
        }
        agenda.after(gap, () -> {
            var tokens = arrivals.nextDouble() < SMALL ? arrivals.nextInt(20, 81) : arrivals.nextInt(150, 351);
            var misjudged = Math.pow(scenario.misjudged(), 2 * arrivals.nextDouble() - 1);
            var caller = scenario.caller(arrivals.nextDouble());
            var job = new Job(agenda.now(), tokens, (int) Math.round(tokens * misjudged), caller);
            tally.arrived(job, oracle.admits(job.tokens, agenda.now()));
            var replica = arrivals.nextInt(routers.size());
            heard(() -> ask(job, replica));
            arrive();
        });
    }

    private void heard(Runnable task) {
        var deaf = scenario.deaf(agenda.now());
        if (deaf == 0) {
            task.run();
        } else {
            agenda.after(deaf, task);
        }
    }

    private void ask(Job job, int replica) {
        routers.get(replica).ask(job, step -> {
            switch (step) {
                case Step.Send send -> send(job, replica, send.account());
                case Step.Refuse refuse -> tally.refused(job, refuse, soonest(job));
            }
        });
    }

    private long soonest(Job job) {
        return IntStream.range(0, meters.size())
                .filter(pool -> !scenario.hit(pool, Kind.SILENT, agenda.now())
                        && !scenario.hit(pool, Kind.FAILING, agenda.now()))
                .mapToLong(pool -> meters.get(pool).wait(job.tokens, agenda.now()))
                .min()
                .orElseThrow();
    }

    /** An attempt on its way. */
    private static final class Sent {
        /** What its sender had been told by then: when the pool's wait is over. */
        final long toldUntil;

        boolean over;

        Sent(long toldUntil) {
            this.toldUntil = toldUntil;
        }
    }

    private long way() {
        return TO_ACCOUNT + (scenario.late() == 0 ? 0 : latencies.nextLong(scenario.late() + 1));
    }

    private void send(Job job, int replica, int account) {
        var pool = poolOf[account];
        job.attempts++;
        tally.attempts++;
        var sent = new Sent(toldUntil.get(replica)[pool]);
        agenda.after(way(), () -> reach(job, replica, account, sent));
        look(job, replica, account, sent);
    }

    private void look(Job job, int replica, int account, Sent sent) {
        var router = routers.get(replica);
        agenda.after(
                router.patience(job),
                () -> heard(() -> {
                    if (sent.over) {
                        return;
                    }
                    if (router.patience(job) > 0) {
                        look(job, replica, account, sent);
                        return;
                    }
                    sent.over = true;
                    job.failedAccounts.add(account);
                    router.abandoned(job, account);
                    ask(job, replica);
                }));
    }

    private void reach(Job job, int replica, int account, Sent sent) {
        var now = agenda.now();
        var pool = poolOf[account];
        if (scenario.hit(pool, Kind.SILENT, now)) {
            later(FIRST_BYTE_TIMEOUT, sent, () -> fail(job, replica, account));
            return;
        }
        if (scenario.hit(pool, Kind.FAILING, now)) {
            later(REFUSAL, sent, () -> fail(job, replica, account));
            return;
        }
        if (now < sent.toldUntil && !meters.get(pool).fits(job.tokens, now)) {
            tally.insideRetryAfter++;
        }
        var admitted = meters.get(pool).admit(job.tokens, now);
        var fields = meters.get(pool).fields(job.tokens, admitted, now);
        if (admitted) {
            job.admissions++;
            if (waitOver[pool] > 0 && now >= waitOver[pool]) {
                tally.back = Math.max(tally.back, now - waitOver[pool]);
                waitOver[pool] = 0;
            }
            later(latency(pool), sent, () -> answer(job, replica, account, QuotaNews.ofAnswer(fields::get)));
        } else {
            waitOver[pool] = Math.max(waitOver[pool], now + meters.get(pool).wait(job.tokens, now));
            var news = QuotaNews.ofRefusal(fields::get, Instant.ofEpochMilli(now));
            later(REFUSAL, sent, () -> throttle(job, replica, account, news));
        }
    }

    private void answer(Job job, int replica, int account, QuotaNews news) {
        routers.get(replica).answered(job, account, news);
        tally.answered(job, agenda.now());
        scenario.faults().stream()
                .filter(fault -> fault.pool() == poolOf[account])
                .forEach(fault -> tally.answeredAfterFault(agenda.now() - fault.to()));
    }

    private void throttle(Job job, int replica, int account, QuotaNews news) {
        var pool = poolOf[account];
        news.retry().ifPresent(hint -> toldUntil.get(replica)[pool] = agenda.now() - REFUSAL + hint.millis());
        job.refusedPools.add(pool);
        routers.get(replica).refused(job, account, news);
        ask(job, replica);
    }

    private void fail(Job job, int replica, int account) {
        job.failedAccounts.add(account);
        routers.get(replica).failed(job, account);
        ask(job, replica);
    }

    private void later(long millis, Sent sent, Runnable task) {
        agenda.after(
                millis,
                () -> heard(() -> {
                    if (!sent.over) {
                        sent.over = true;
                        task.run();
                    }
                }));
    }

    private long latency(int pool) {
        var usual = MEDIAN_LATENCY * Math.exp(SIGMA * latencies.nextGaussian());
        return Math.round(scenario.hit(pool, Kind.SLOW, agenda.now()) ? 10 * usual : usual);
    }
}
