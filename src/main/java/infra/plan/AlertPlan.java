package infra.plan;

import infra.settings.AlertCatalogue;
import infra.settings.AlertRule;
import infra.settings.AlertRule.Signal;
import infra.settings.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The rules of a stack: each alert of the catalogue for each target that the stack has, with numbers of its plan. */
public record AlertPlan(List<Alert> alerts) {

    /** Column of {@code AzureDiagnostics} that names an account, in capitals. */
    private static final String ACCOUNT_COLUMN = "Resource";

    /** Column of {@code ContainerAppConsoleLogs} that names an app. */
    private static final String APP_COLUMN = "ContainerAppName";

    public AlertPlan {
        alerts = List.copyOf(alerts);
    }

    /**
     * One rule.
     *
     * @param name unique within the stack
     * @param account that it watches, or whose deployment it watches; empty for any other target
     * @param threshold in the unit of the rule's condition
     * @param dimensions values that count, by dimension; {@code *} for each on its own
     */
    public record Alert(
            String name, AlertRule rule, String account, double threshold, Map<String, List<String>> dimensions) {}

    static AlertPlan of(
            AlertCatalogue catalogue, Settings settings, NamePlan names, CapacityPlan capacity, TimeoutPlan timeouts) {
        var planner = new Planner(settings, names, capacity, timeouts);
        return new AlertPlan(catalogue.rules().stream().flatMap(planner::alerts).toList());
    }

    private record Planner(Settings settings, NamePlan names, CapacityPlan capacity, TimeoutPlan timeouts) {

        Stream<Alert> alerts(AlertRule rule) {
            if (rule.signal() instanceof Signal.Query query) return Stream.of(alert(rule, query));
            return switch (rule.target()) {
                case ACCOUNT ->
                    settings.accounts().stream().map(account -> alert(rule, account.name(), Optional.empty()));
                case DEPLOYMENT ->
                    capacity.deployments().stream()
                            .map(each -> alert(rule, each.account(), Optional.of(each.settings())));
                // An app that cannot grow always runs as many replicas as it may.
                case PROXY -> ofReplicas(rule) && !growing() ? Stream.empty() : one(rule);
                default -> one(rule);
            };
        }

        private Stream<Alert> one(AlertRule rule) {
            return Stream.of(alert(rule, "", Optional.empty()));
        }

        private Alert alert(AlertRule rule, String account, Optional<Settings.Model> deployment) {
            var name = Stream.of(
                            Optional.of(rule.id()),
                            Optional.of(account.toLowerCase(Locale.ROOT)).filter(text -> !text.isEmpty()),
                            deployment.map(Settings.Model::name))
                    .flatMap(Optional::stream)
                    .toList();
            var dimensions = new TreeMap<>(((Signal.Metric) rule.signal()).dimensions());
            deployment.ifPresent(model -> dimensions.put("ModelDeploymentName", List.of(model.name())));
            return new Alert(String.join("-", name), rule, account, threshold(rule, deployment), dimensions);
        }

        private Alert alert(AlertRule rule, Signal.Query query) {
            var dimensions = new TreeMap<String, List<String>>();
            for (var column : query.dimensions()) dimensions.put(column, values(column));
            return new Alert(rule.id(), rule, "", threshold(rule, Optional.empty()), dimensions);
        }

        /** Only what is the stack's own: others may write to the same workspace. */
        private List<String> values(String column) {
            return switch (column) {
                case ACCOUNT_COLUMN ->
                    settings.accounts().stream()
                            .map(account -> names.account(account.name()).toUpperCase(Locale.ROOT))
                            .toList();
                case APP_COLUMN -> List.of(names.proxyApp());
                default -> List.of("*");
            };
        }

        private double threshold(AlertRule rule, Optional<Settings.Model> deployment) {
            var condition = rule.condition();
            var value = settings.alerts().thresholds().getOrDefault(rule.id(), condition.value());
            return condition
                    .of()
                    .map(measure -> switch (measure) {
                        case FIRST_BYTE_MILLIS -> 1000L * timeouts.proxy().firstByteSeconds();
                        case DEPLOYMENT_TOKENS ->
                            1000L
                                    * deployment.orElseThrow().capacityThousandTokensPerMinute()
                                    * Duration.parse(rule.over()).toMinutes();
                        case MAX_REPLICAS -> (long) settings.replicas().max();
                    })
                    .map(whole -> whole * value / 100)
                    .orElse(value);
        }

        private static boolean ofReplicas(AlertRule rule) {
            return rule.condition().of().equals(Optional.of(AlertRule.Measure.MAX_REPLICAS));
        }

        private boolean growing() {
            return settings.replicas().max() > settings.replicas().min();
        }
    }
}
