package localazure.planes.monitor;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import localazure.arm.ResourceStore;

/** Evaluates the stored rules, one after the other, and says what came of it. */
public final class Evaluator {
    /** An alert with its rule. */
    public record Raised(AlertRule rule, Alert alert) {}

    private final ResourceStore store;
    private final Alerts alerts;
    private final MetricEvaluation metrics;
    private final QueryEvaluation queries;
    private final Map<String, Instant> evaluatedById = new ConcurrentHashMap<>();
    private final Map<String, String> reasonById = new ConcurrentHashMap<>();
    private volatile Instant last;

    Evaluator(ResourceStore store, Alerts alerts, MetricEvaluation metrics, QueryEvaluation queries) {
        this.store = store;
        this.alerts = alerts;
        this.metrics = metrics;
        this.queries = queries;
    }

    private Stream<AlertRule> rules() {
        return Stream.of(AlertRule.METRIC, AlertRule.QUERY)
                .flatMap(token -> store.ofType(token).stream())
                .map(AlertRule::new);
    }

    /** Evaluates every rule as of a time, which may lie before or after earlier ones; each call is one check. */
    public synchronized void evaluate(Instant now) {
        rules().forEach(rule -> evaluate(rule, now));
        alerts.save();
    }

    /** Evaluates the rules whose frequency says so. A rule that was evaluated as of a later time rests until then. */
    synchronized void evaluateDue(Instant now) {
        rules().filter(rule -> isDue(rule, now)).forEach(rule -> evaluate(rule, now));
        alerts.save();
    }

    private boolean isDue(AlertRule rule, Instant now) {
        Instant before = evaluatedById.get(key(rule.id()));
        return before == null || !now.isBefore(before.plus(rule.every()));
    }

    private void evaluate(AlertRule rule, Instant now) {
        String key = key(rule.id());
        evaluatedById.put(key, now);
        last = now;
        try {
            check(rule);
            alerts.observe(rule, rule.isMetric() ? metrics.read(rule, now) : queries.read(rule, now), now);
            reasonById.remove(key);
        } catch (NotEvaluated e) {
            reasonById.put(key, e.getMessage());
        }
        // A rule that was removed while its query ran takes with it what was noted meanwhile.
        if (store.find(rule.id()).isEmpty()) forget(rule.id());
    }

    private void check(AlertRule rule) throws NotEvaluated {
        if (!rule.enabled()) throw new NotEvaluated("enabled: false (expected: true)");
        if (store.find(rule.scope()).isEmpty()) {
            throw new NotEvaluated("scopes: " + rule.scope() + " (expected: a resource that exists)");
        }
    }

    /** How many rules there are. */
    public long count() {
        return rules().count();
    }

    /** The alerts of all rules that exist, the most severe first. */
    public List<Raised> alerts() {
        Map<String, AlertRule> byId = rules().collect(Collectors.toMap(rule -> key(rule.id()), rule -> rule));
        return alerts.all().stream()
                .filter(each -> byId.containsKey(key(each.ruleId())))
                .map(each -> new Raised(byId.get(key(each.ruleId())), each))
                .sorted(Comparator.comparingInt((Raised each) -> each.rule().severity())
                        .thenComparing(each -> each.rule().id())
                        .thenComparing(each -> each.alert().dimensions().toString()))
                .toList();
    }

    /** As of when a rule was evaluated the last time. */
    public Optional<Instant> evaluatedAt() {
        return Optional.ofNullable(last);
    }

    /** Why a rule was not evaluated the last time, by the rule's id. */
    public Map<String, String> notEvaluated() {
        Map<String, String> reasons = new TreeMap<>();
        rules().forEach(rule -> {
            String reason = reasonById.get(key(rule.id()));
            if (reason != null) reasons.put(rule.id(), reason);
        });
        return reasons;
    }

    void forget(String ruleId) {
        alerts.forget(ruleId);
        evaluatedById.remove(key(ruleId));
        reasonById.remove(key(ruleId));
    }

    private static String key(String ruleId) {
        return ruleId.toLowerCase(Locale.ROOT);
    }
}
