package infra.monitoring;

import com.pulumi.core.Output;
import infra.plan.AlertPlan;
import infra.settings.AlertRule.Target;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The resources whose metrics alerts watch and plots show.
 *
 * @param accounts resource ids by the account's name in the settings
 * @param others resource ids of the targets of which a stack has at most one
 */
public record AlertTargets(Map<String, Output<String>> accounts, Map<Target, Output<String>> others) {

    public AlertTargets {
        accounts = Map.copyOf(accounts);
        others = others.isEmpty() ? Map.of() : new EnumMap<>(others);
    }

    /** The id of what the metric alert watches; empty when the stack has no such resource. */
    Optional<Output<String>> of(AlertPlan.Alert alert) {
        return Optional.ofNullable(
                alert.account().isEmpty() ? others.get(alert.rule().target()) : accounts.get(alert.account()));
    }

    /** The ids of these accounts, or of the target when no account is named; none when the stack has no such resource. */
    List<Output<String>> of(Target target, List<String> names) {
        if (!names.isEmpty()) return names.stream().map(accounts::get).toList();
        return Stream.ofNullable(others.get(target)).toList();
    }
}
