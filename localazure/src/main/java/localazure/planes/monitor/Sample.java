package localazure.planes.monitor;

/** What Azure Monitor keeps of the values of one minute, or of several minutes together. */
public record Sample(double total, double count, double minimum, double maximum) {
    public static Sample of(double value) {
        return new Sample(value, 1, value, value);
    }

    /** Several equal values that amount to a total. */
    public static Sample of(double total, double count) {
        return new Sample(total, count, total / count, total / count);
    }

    Sample plus(Sample other) {
        return new Sample(
                total + other.total,
                count + other.count,
                Math.min(minimum, other.minimum),
                Math.max(maximum, other.maximum));
    }
}
