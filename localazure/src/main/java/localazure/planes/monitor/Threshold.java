package localazure.planes.monitor;

import com.fasterxml.jackson.databind.JsonNode;

/** What a value is compared with. */
public record Threshold(String operator, double value) {
    /** Of a criterion of either kind of rule. */
    static Threshold of(JsonNode criterion) {
        return new Threshold(
                criterion.path("operator").asText(), criterion.path("threshold").asDouble());
    }

    boolean met(double seen) throws NotEvaluated {
        return switch (operator) {
            case "GreaterThan" -> seen > value;
            case "GreaterThanOrEqual" -> seen >= value;
            case "LessThan" -> seen < value;
            case "LessThanOrEqual" -> seen <= value;
            case "Equals", "Equal" -> seen == value;
            default -> throw new NotEvaluated("operator: " + operator + " (expected: a comparison with a threshold)");
        };
    }
}
