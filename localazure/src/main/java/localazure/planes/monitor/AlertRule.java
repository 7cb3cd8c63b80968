package localazure.planes.monitor;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import localazure.arm.ArmResource;

/** A stored alert rule: what metric and log alerts have in common. */
public record AlertRule(ArmResource resource) {
    static final String METRIC = "azure-native:insights:MetricAlert";
    static final String QUERY = "azure-native:insights:ScheduledQueryRule";

    private static final Pattern RUNBOOK = Pattern.compile("docs/runbooks/[\\w-]+\\.md");

    public String id() {
        return resource.id();
    }

    public String name() {
        return resource.name();
    }

    public boolean isMetric() {
        return resource.token().equals(METRIC);
    }

    public int severity() {
        return inputs().path("severity").asInt();
    }

    boolean enabled() {
        return inputs().path("enabled").asBoolean(true);
    }

    boolean resolves() {
        return inputs().path("autoMitigate").asBoolean(true);
    }

    /** ARM id of what it watches. */
    public String scope() {
        return inputs().at("/scopes/0").asText();
    }

    Duration every() {
        return Duration.parse(inputs().path("evaluationFrequency").asText());
    }

    Duration over() {
        return Duration.parse(inputs().path("windowSize").asText());
    }

    JsonNode criteria() {
        return inputs().at("/criteria/allOf");
    }

    public Threshold threshold() {
        return Threshold.of(criteria().path(0));
    }

    /** Its id in the catalogue of alerts, as its tag says; empty without one. */
    public String alert() {
        return inputs().at("/tags/alert").asText();
    }

    public String description() {
        return inputs().path("description").asText();
    }

    /** The page that its description names; empty without one. */
    public String runbook() {
        Matcher page = RUNBOOK.matcher(description());
        return page.find() ? page.group() : "";
    }

    private JsonNode inputs() {
        return resource.inputs();
    }
}
