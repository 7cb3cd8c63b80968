package localazure.planes.monitor;

import java.util.Locale;

/** How a rule makes one number of many. */
enum Aggregation {
    AVERAGE,
    COUNT,
    MAXIMUM,
    MINIMUM,
    TOTAL;

    /** @throws NotEvaluated when it is no word of Azure's */
    static Aggregation of(String word) throws NotEvaluated {
        try {
            return valueOf(word.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new NotEvaluated(
                    "timeAggregation: " + word + " (expected: Average, Count, Maximum, Minimum or Total)");
        }
    }

    double of(Sample sample) {
        return switch (this) {
            case AVERAGE -> sample.total() / sample.count();
            case COUNT -> sample.count();
            case MAXIMUM -> sample.maximum();
            case MINIMUM -> sample.minimum();
            case TOTAL -> sample.total();
        };
    }
}
