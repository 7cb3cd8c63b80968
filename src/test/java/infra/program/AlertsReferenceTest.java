package infra.program;

import static org.junit.jupiter.api.Assertions.assertEquals;

import infra.plan.AlertPlan;
import infra.settings.AlertCatalogue;
import infra.settings.AlertRule;
import infra.testkit.RecordedResource;
import infra.testkit.StackFiles;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AlertsReferenceTest {

    @Test
    void every_alert_of_the_catalogue_is_a_rule_of_prod_and_every_rule_an_alert() {
        var tags = Stream.of("MetricAlert", "ScheduledQueryRule")
                .flatMap(type -> Programs.run("prod").ofType("azure-native:insights:" + type).stream())
                .map(rule -> rule.at("tags.alert").toString())
                .collect(Collectors.toCollection(TreeSet::new));
        var wanted = AlertCatalogue.load().rules().stream()
                .map(AlertRule::id)
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(wanted, tags);
    }

    @Test
    void every_planned_rule_is_registered_under_its_name() {
        for (var stack : new String[] {"dev", "prod"}) {
            var planned = StackFiles.plan(stack).alerts().alerts().stream()
                    .map(AlertPlan.Alert::name)
                    .map(name -> "sluice-alerts-" + name)
                    .collect(Collectors.toCollection(TreeSet::new));
            var registered = Programs.run(stack).all().stream()
                    .filter(each ->
                            each.type().endsWith(":MetricAlert") || each.type().endsWith(":ScheduledQueryRule"))
                    .map(RecordedResource::name)
                    .collect(Collectors.toCollection(TreeSet::new));
            assertEquals(planned, registered);
        }
    }
}
