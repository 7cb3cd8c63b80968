package bench.scenario;

import bench.account.Behaviour;
import bench.account.Simulator;
import bench.account.Tally;
import bench.load.Arrival;
import bench.load.Schedule;
import bench.quota.Limits;
import bench.quota.Manner;
import bench.quota.Oracle;
import bench.subject.Subject;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Goodput, attempts and the truth of refusals at loads below and above the quota, next to what could be had. */
final class Quota {

    private static final double[] LOADS = {0.7, 1, 1.5, 3};
    private static final double WARM_SECONDS = 8;
    private static final long SEED = 2026;

    private final Bench bench;
    private final Page page;

    /** Makes a fresh process, if the machine has it. */
    private interface Maker {
        Optional<Subject> make() throws IOException;
    }

    private Quota(Bench bench) throws IOException {
        this.bench = bench;
        this.page = new Page(bench.root, "quota", "Under quota");
    }

    static void run(Bench bench) throws IOException {
        var quota = new Quota(bench);
        var seconds = (int) Math.max(20, 60 * bench.scale);
        quota.page.text("""
                Twelve accounts in four pools of three (`bench/configs/twelve.json`), Poisson arrivals, 60 %% small and 40 %% large
                requests, the same schedule for everyone, answers after 200 ms (log-normal). Every process is fresh, warmed up for
                %.0f s, then measured. *Oracle* is what an all-knowing balancer without a queue admits of that schedule. *Inside*:
                attempts that cannot fit, at a pool inside the wait that it has told (of these, in brackets, those that were on their way:
                within 10 ms of that, not counting how long neither a client nor an account heard of the gateway just before).
                *False*: 429 while a pool could serve. *Untrue*: waits more than 50 ms off, and the worst. *Back*: longest time from
                the end of a pool's wait to its next admission. *Late*: how long the bench itself was kept from running; more than a few ms, and
                waits, attempts on their way and times are the machine's, not the gateway's.""".formatted(WARM_SECONDS));
        quota.section(
                Manner.SLICES,
                seconds,
                "Requests in slices of 10 s, tokens in windows of 20 s",
                LOADS,
                List.of(
                        () -> Optional.of(bench.proxies.seat(bench.port(0))),
                        () -> bench.proxies.haproxy(bench.port(1), "haproxy.cfg"),
                        () -> bench.proxies.nginx(bench.port(2), "nginx.conf")));
        quota.section(
                Manner.MINUTES,
                2 * seconds,
                "Requests in slices of 10 s and by the minute, refused ones counted, tokens by the minute",
                new double[] {0.7, 1.5, 3},
                List.of(() -> Optional.of(bench.proxies.seat(bench.port(0)))));
    }

    private void section(Manner manner, int seconds, String title, double[] loads, List<Maker> makers)
            throws IOException {
        page.text("## " + title + ", " + seconds + " s a run");
        page.table(
                "load",
                "gateway",
                "arrived",
                "answered",
                "of oracle %",
                "attempts",
                "inside",
                "429",
                "false",
                "untrue",
                "time-outs",
                "errors",
                "paid twice",
                "back ms",
                "p50 ms",
                "p99 ms",
                "late ms");
        for (var load : loads) {
            var schedule = Schedule.mixed(load * capacity(bench.fleet.limits()), seconds, 0, SEED);
            var oracle = oracle(schedule, manner);
            for (var maker : makers) {
                var made = maker.make();
                if (made.isEmpty()) {
                    continue;
                }
                try (var subject = made.get()) {
                    measure(subject, manner, load, schedule, oracle);
                }
            }
        }
        bench.say("quota: " + title + " done");
    }

    private void measure(Subject subject, Manner manner, double load, List<Arrival> schedule, long oracle)
            throws IOException {
        bench.say("quota: " + manner + ", load " + load + ", " + subject.name() + " …");
        bench.onLoop(() -> bench.simulator.behave(Behaviour.METERED.manner(manner)));
        bench.warm(subject, WARM_SECONDS, "");
        var count = new QuotaCount(bench.simulator);
        bench.play(subject, schedule, count);
        row(subject.name(), load, oracle, count, bench.loop.call(bench.simulator::tally));
        page.save();
    }

    private void row(String name, double load, long oracle, QuotaCount count, Tally tally) {
        page.row(
                load,
                name,
                count.arrived,
                count.good,
                100.0 * count.good / oracle,
                String.format(Locale.ROOT, "%.3f", (double) tally.allAttempts() / Math.max(1, count.good)),
                tally.insideWait + " (" + tally.crossing + ")",
                count.throttled,
                count.throttledWithQuotaFree,
                count.untrueWaits + " (" + count.worstWaitMillis + " ms)"
                        + (count.withoutWait > 0 ? ", " + count.withoutWait + " told none" : ""),
                count.timedOut,
                count.errors,
                tally.paidTwice,
                tally.recoveryMillis,
                count.millis(50),
                count.millis(99),
                bench.lateMillis());
    }

    /** Requests a second of the mix that all pools grant together, each bound by what is scarcer. */
    static double capacity(List<Limits> limits) {
        return limits.stream()
                        .mapToDouble(
                                it -> Math.min(it.requestsPerMinute(), it.tokensPerMinute() / Schedule.MEAN_TOKENS))
                        .sum()
                / 60;
    }

    private long oracle(List<Arrival> schedule, Manner manner) {
        var oracle = new Oracle(Simulator.meters(bench.fleet.limits(), manner));
        return schedule.stream()
                .filter(it -> oracle.admit(it.tokens(), it.atNanos() / 1_000_000) >= 0)
                .count();
    }
}
