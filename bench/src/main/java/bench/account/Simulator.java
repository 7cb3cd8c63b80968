package bench.account;

import bench.quota.Limits;
import bench.quota.Manner;
import bench.quota.Meter;
import bench.wire.Loop;
import io.netty.channel.Channel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** The accounts of a fleet. Everything but start and stop is called on the loop. */
public final class Simulator implements AutoCloseable {

    private static final long NO_QUOTA_WAIT = 60_000;
    private static final long SEED = 2027;
    /** Whoever is silent for so long stands still. */
    private static final long STALL_MILLIS = 10;

    private final Fleet fleet;
    private final List<Channel> listeners = new ArrayList<>();
    private final Map<Integer, Fault> faults = new HashMap<>();
    private Behaviour behaviour = Behaviour.METERED;
    private Texts texts = new Texts(behaviour);
    private List<Meter> meters = List.of();
    private Tally tally;
    private SplittableRandom random;
    private long startNanos;
    private long heardAt;
    private long stalledAt;
    private long resumedAt;
    private int connections;

    private Simulator(Fleet fleet) {
        this.fleet = fleet;
        reset(0);
    }

    /** Listens on the ports of the accounts. */
    public static Simulator start(Fleet fleet, Loop loop) {
        var simulator = new Simulator(fleet);
        for (var account : fleet.accounts()) {
            simulator.listeners.add(
                    loop.listen(account.port(), () -> new AccountConnection(simulator, account.pool())));
        }
        return simulator;
    }

    public static List<Meter> meters(List<Limits> limits, Manner manner) {
        return limits.stream().map(it -> new Meter(it, manner)).toList();
    }

    /** Counts from now on anew, with whole budgets; the run begins in that many milliseconds. */
    public void reset(long inMillis) {
        startNanos = System.nanoTime() + inMillis * 1_000_000;
        heardAt = now();
        resumedAt = Long.MIN_VALUE / 2;
        meters = meters(fleet.limits(), behaviour.manner());
        tally = new Tally(fleet.pools().size());
        random = new SplittableRandom(SEED);
        faults.clear();
    }

    public void behave(Behaviour next) {
        behaviour = next;
        texts = new Texts(next);
        reset(0);
    }

    /** Milliseconds of the run. */
    public long now() {
        return Math.floorDiv(System.nanoTime() - startNanos, 1_000_000L);
    }

    /** A client or an account has heard of the gateway. */
    public void heard() {
        var now = now();
        if (now - heardAt > STALL_MILLIS) {
            stalledAt = heardAt;
            resumedAt = now;
        }
        heardAt = now;
    }

    /** What is read just after a stall, of the gateway or of this process, may have been on its way since that began. */
    private long cameAt(long now) {
        return now - resumedAt <= STALL_MILLIS ? stalledAt : now;
    }

    public long startNanos() {
        return startNanos;
    }

    public void fault(int pool, Fault fault) {
        faults.put(pool, fault);
        if (fault == Fault.NO_QUOTA) {
            meters.get(pool).close(Long.MAX_VALUE / 2);
        }
    }

    public void heal() {
        faults.keySet().forEach(pool -> tally.healed(pool, now()));
        faults.clear();
        meters.forEach(meter -> meter.close(0));
    }

    public Tally tally() {
        return tally;
    }

    /** Smallest wait of a request over the pools that are not in trouble. */
    public long soonestMillis(long tokens) {
        var soonest = Long.MAX_VALUE;
        for (var pool = 0; pool < meters.size(); pool++) {
            if (!faults.containsKey(pool)) {
                soonest = Math.min(soonest, meters.get(pool).waitMillis(tokens, now()));
            }
        }
        return soonest;
    }

    /** Whether some pool takes it, and has done so for that long. */
    public boolean couldServe(long tokens, long sinceMillis) {
        for (var pool = 0; pool < meters.size(); pool++) {
            var meter = meters.get(pool);
            if (!faults.containsKey(pool) && meter.fits(tokens, now()) && meter.age(now()) >= sinceMillis) {
                return true;
            }
        }
        return false;
    }

    /** Connections to the accounts that are open. */
    public int connections() {
        return connections;
    }

    void connected(int more) {
        connections += more;
    }

    Fleet fleet() {
        return fleet;
    }

    Behaviour behaviour() {
        return behaviour;
    }

    Texts texts() {
        return texts;
    }

    Fault faultOf(int pool) {
        return faults.get(pool);
    }

    Meter.Reading read(int pool) {
        return meters.get(pool).read(now());
    }

    Meter.Verdict admit(int pool, Asked asked) {
        var now = now();
        heard();
        var fits = !behaviour.metered() || meters.get(pool).fits(asked.tokens(), now);
        tally.attempt(pool, fits, cameAt(now), now);
        var verdict = behaviour.metered() ? meters.get(pool).admit(asked.tokens(), now) : new Meter.Verdict(true, 0);
        if (faultOf(pool) == Fault.NO_QUOTA) {
            verdict = new Meter.Verdict(false, NO_QUOTA_WAIT);
        }
        tally.verdict(pool, asked.id(), verdict, now);
        return verdict;
    }

    /** @param refusedAt when the pool said that wait, milliseconds of the run */
    void told(int pool, Meter.Verdict verdict, long refusedAt) {
        tally.told(pool, refusedAt + verdict.waitMillis(), now());
    }

    long latencyNanos(int pool) {
        var usual = behaviour.latencyMillis()
                * (behaviour.sigma() == 0 ? 1 : Math.exp(behaviour.sigma() * random.nextGaussian()));
        return Math.round((faultOf(pool) == Fault.SLOW ? 10 * usual : usual) * 1_000_000);
    }

    @Override
    public void close() {
        listeners.forEach(listener -> listener.close().syncUninterruptibly());
    }
}
