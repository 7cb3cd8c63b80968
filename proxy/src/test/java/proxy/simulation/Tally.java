package proxy.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import proxy.simulation.Router.Job;
import proxy.simulation.Router.Step;

/** What came of a run. */
final class Tally {

    /** A told wait is true when it is not further from the meters' than the way there and back. */
    private static final long TRUE_WITHIN = 50;

    private record Answer(long arrivedAt, long millis) {}

    private final List<Answer> answers = new ArrayList<>();
    long arrived;
    long oracle;
    long attempts;
    /** Attempts into a pool whose wait was not over, that the pool could not take. */
    long insideRetryAfter;

    long throttled;
    long throttledWithQuotaFree;
    long untrueWaits;
    /** Requests that failed although a pool lived. */
    long errors;

    long paidTwice;
    /** 429s of callers over their share, while there was quota that is left to others. */
    long overShare;

    private final Map<Scenario.Caller, long[]> asked = new HashMap<>();
    private final Map<Scenario.Caller, long[]> got = new HashMap<>();
    /** From the end of a fault to the first answer of its pool. */
    long recovery = Long.MAX_VALUE;
    /** Longest from the end of a pool's wait to the next request that it admits. */
    long back;

    void arrived(Job job, boolean admittedByOracle) {
        arrived++;
        oracle += admittedByOracle ? 1 : 0;
        asked.computeIfAbsent(job.caller, it -> new long[1])[0]++;
    }

    void answered(Job job, long now) {
        paidTwice += job.admissions > 1 ? 1 : 0;
        got.computeIfAbsent(job.caller, it -> new long[1])[0]++;
        answers.add(new Answer(job.arrivedAt, now - job.arrivedAt));
    }

    void answeredAfterFault(long millis) {
        if (millis >= 0) {
            recovery = Math.min(recovery, millis);
        }
    }

    void refused(Job job, Step.Refuse refuse, long soonest) {
        if (!refuse.throttled()) {
            errors++;
            return;
        }
        throttled++;
        if (refuse.overShare() && soonest == 0) {
            overShare++;
            return;
        }
        throttledWithQuotaFree += soonest == 0 ? 1 : 0;
        untrueWaits += Math.abs(Math.min(soonest, 60_000) - refuse.waitMillis()) > TRUE_WITHIN ? 1 : 0;
    }

    long answered() {
        return answers.size();
    }

    double ofOracle() {
        return oracle == 0 ? 1 : (double) answered() / oracle;
    }

    double attemptsPerAnswer() {
        return (double) attempts / answered();
    }

    /** What a caller got of what it asked for. */
    double share(Scenario.Caller caller) {
        return (double) got(caller) / asked(caller);
    }

    long asked(Scenario.Caller caller) {
        return asked.get(caller)[0];
    }

    long got(Scenario.Caller caller) {
        return got.containsKey(caller) ? got.get(caller)[0] : 0;
    }

    /** Of the requests that arrived in between; milliseconds. */
    long p99(long from, long to) {
        var sorted = answers.stream()
                .filter(it -> it.arrivedAt() >= from && it.arrivedAt() < to)
                .mapToLong(Answer::millis)
                .sorted()
                .toArray();
        return sorted.length == 0 ? 0 : sorted[(int) (0.99 * sorted.length)];
    }

    static String head() {
        return String.format(
                Locale.ROOT,
                "%-34s %-11s %8s %8s %8s %8s %7s %7s %7s %7s %7s %7s %6s",
                "scenario",
                "strategy",
                "arrived",
                "answered",
                "% oracle",
                "attempts",
                "inside",
                "429",
                "false",
                "untrue",
                "errors",
                "p99 ms",
                "twice");
    }

    String row(String scenario, String strategy) {
        return String.format(
                Locale.ROOT,
                "%-34s %-11s %8d %8d %8.2f %8.3f %7d %7d %7d %7d %7d %7d %6d",
                scenario,
                strategy,
                arrived,
                answered(),
                100 * ofOracle(),
                attemptsPerAnswer(),
                insideRetryAfter,
                throttled,
                throttledWithQuotaFree,
                untrueWaits,
                errors,
                p99(0, Long.MAX_VALUE),
                paidTwice);
    }
}
