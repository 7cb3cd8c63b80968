package proxy.simulation;

import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import proxy.balance.QuotaNews;
import proxy.balance.RetryHint;

/** What others do: accounts in turn, keeping Retry-After for nothing, for the account, or for its pool; three attempts. */
final class PlainRouter implements Router {

    private static final long FOREVER = 3_600_000;

    private final Agenda agenda;
    private final int accounts;
    private final int attempts;
    private final IntUnaryOperator bucket;
    private final int[] poolOf;
    private final long[] closedUntil;
    private int turn;

    private PlainRouter(Scenario scenario, Agenda agenda, int attempts, boolean perPool) {
        this.agenda = agenda;
        this.poolOf = scenario.poolOfAccount();
        this.accounts = poolOf.length;
        this.attempts = attempts;
        this.bucket = perPool ? account -> poolOf[account] : account -> account;
        this.closedUntil = new long[accounts];
    }

    static Router roundRobin(Scenario scenario, Agenda agenda) {
        return new PlainRouter(scenario, agenda, 1, false);
    }

    static Router perAccount(Scenario scenario, Agenda agenda) {
        return new PlainRouter(scenario, agenda, 3, false);
    }

    static Router perPool(Scenario scenario, Agenda agenda) {
        return new PlainRouter(scenario, agenda, 3, true);
    }

    @Override
    public void ask(Job job, Consumer<Step> then) {
        if (job.attempts >= attempts) {
            then.accept(new Step.Refuse(soonest(), !job.refusedPools.isEmpty(), false));
            return;
        }
        for (var step = 0; step < accounts; step++) {
            var account = turn++ % accounts;
            var closed = attempts > 1 && closedUntil[bucket.applyAsInt(account)] > agenda.now();
            if (!closed && !job.failedAccounts.contains(account)) {
                then.accept(new Step.Send(account));
                return;
            }
        }
        then.accept(new Step.Refuse(soonest(), true, false));
    }

    private long soonest() {
        return Math.max(
                0,
                IntStream.range(0, accounts)
                                .mapToLong(account -> closedUntil[bucket.applyAsInt(account)])
                                .min()
                                .orElse(0)
                        - agenda.now());
    }

    @Override
    public void answered(Job job, int account, QuotaNews news) {}

    @Override
    public void refused(Job job, int account, QuotaNews news) {
        closedUntil[bucket.applyAsInt(account)] =
                agenda.now() + news.retry().map(RetryHint::millis).orElse(1_000L);
    }

    @Override
    public void failed(Job job, int account) {}

    @Override
    public void abandoned(Job job, int account) {}

    @Override
    public long patience(Job job) {
        return FOREVER;
    }
}
