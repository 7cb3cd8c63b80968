package localazure.planes.monitor;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The measured values of the last two hours, added up by minute, resource, metric and dimensions. Values may lie up to a day
 * ahead of the clock, so that a test can live through a day of alerts in a second. Thread-safe.
 */
public final class Metrics implements MetricListener {
    private static final Duration KEPT = Duration.ofHours(2);
    private static final Duration AHEAD = Duration.ofDays(1);

    /** As many as a rule of Azure watches; further ones of the same minute are dropped. */
    private static final int MOST_SERIES = 5000;

    private static final long SECONDS = 60;

    private record Series(String resource, String metric, Map<String, String> dimensions) {}

    private final Clock clock;
    private final MetricCatalogue catalogue;
    private final NavigableMap<Long, Map<Series, Sample>> byMinute = new TreeMap<>();

    Metrics(Clock clock, MetricCatalogue catalogue) {
        this.clock = clock;
        this.catalogue = catalogue;
    }

    /** @throws IllegalStateException when Azure has no such metric or dimension */
    @Override
    public void add(String resourceId, String metric, Map<String, String> dimensions, double value) {
        boolean known = catalogue
                .find(resourceId, metric)
                .filter(each -> each.dimensions().containsAll(dimensions.keySet()))
                .isPresent();
        if (!known) throw new IllegalStateException("catalogue/metrics.json: no " + metric + dimensions.keySet());
        add(clock.instant(), resourceId, metric, dimensions, Sample.of(value));
    }

    /** Whether values of a time are kept. */
    public boolean keeps(Instant time) {
        Instant now = clock.instant();
        return !time.isBefore(now.minus(KEPT)) && !time.isAfter(now.plus(AHEAD));
    }

    public synchronized void add(
            Instant at, String resourceId, String metric, Map<String, String> dimensions, Sample sample) {
        byMinute.headMap(minute(clock.instant().minus(KEPT))).clear();
        Map<Series, Sample> minute = byMinute.computeIfAbsent(minute(at), any -> new HashMap<>());
        Series series = new Series(key(resourceId), key(metric), Map.copyOf(dimensions));
        if (minute.size() < MOST_SERIES || minute.containsKey(series)) minute.merge(series, sample, Sample::plus);
    }

    /**
     * What a metric had, by its dimensions.
     *
     * @param from the minutes that began at this time or later
     * @param to and before this one
     */
    public synchronized Map<Map<String, String>, Sample> window(
            String resourceId, String metric, Instant from, Instant to) {
        Map<Map<String, String>, Sample> found = new HashMap<>();
        byMinute.subMap(firstMinute(from), firstMinute(to))
                .values()
                .forEach(minute -> minute.forEach((series, sample) -> {
                    if (series.resource().equals(key(resourceId))
                            && series.metric().equals(key(metric))) {
                        found.merge(series.dimensions(), sample, Sample::plus);
                    }
                }));
        return found;
    }

    private static long minute(Instant time) {
        return Math.floorDiv(time.getEpochSecond(), SECONDS);
    }

    /** The first minute that begins at a time or after it. */
    private static long firstMinute(Instant time) {
        boolean begins = time.getEpochSecond() % SECONDS == 0 && time.getNano() == 0;
        return begins ? minute(time) : minute(time) + 1;
    }

    private static String key(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
