package infra.plan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An estimate of the platform's availability: the product of what a request passes in a row. It is arithmetic over published
 * service levels, not a promise; outages of one cause (a region, an identity service) are not independent.
 */
public record Availability(List<Term> terms) {

    private static final double CONTAINER_APPS = 0.9995;
    private static final double PRIVATE_LINK = 0.9999;
    private static final double ACCOUNT = 0.999;

    /** @param source where the figure comes from */
    public record Term(String name, double availability, String source) {}

    /** The deployment name that the fewest places offer decides: the accounts of one place are taken to fail together. */
    public static Availability of(CapacityPlan plan) {
        var places = plan.deployments().stream()
                .map(each -> each.settings().name())
                .distinct()
                .mapToInt(name -> plan.accountsByPool(name).size())
                .min()
                .orElseThrow();
        return new Availability(List.of(
                new Term("Container Apps", CONTAINER_APPS, "estimate"),
                new Term("Private Link", PRIVATE_LINK, "service level agreement"),
                new Term(
                        "accounts in " + places + " pools",
                        1 - Math.pow(1 - ACCOUNT, places),
                        "service level agreement, " + ACCOUNT + " each")));
    }

    public double composite() {
        return terms.stream().mapToDouble(Term::availability).reduce(1, (one, other) -> one * other);
    }

    /** The estimate as a stack output. */
    public Map<String, Object> output() {
        var output = new LinkedHashMap<String, Object>();
        output.put("estimate", rounded(composite()));
        output.put("terms", terms.stream().map(Availability::output).toList());
        return output;
    }

    private static Map<String, Object> output(Term term) {
        return Map.of("name", term.name(), "availability", rounded(term.availability()), "source", term.source());
    }

    private static double rounded(double value) {
        return Math.round(value * 1e6) / 1e6;
    }
}
