package infra.plan;

import infra.plan.ServiceLevels.Level;
import infra.settings.Settings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An estimate of the platform's availability: the product of what a request passes in a row. It is arithmetic over published
 * service levels, not a promise; outages of one cause (a region, an identity service) are not independent.
 */
public record Availability(String date, List<Term> terms) {

    /**
     * One factor.
     *
     * @param verified whether the figure was read in Microsoft's own agreement
     * @param source where the figure comes from
     */
    public record Term(String name, double availability, boolean verified, String source) {}

    public Availability {
        terms = List.copyOf(terms);
    }

    /**
     * Estimates. The deployment name that the fewest regions offer decides: the accounts of one region are taken to fail
     * together, whatever their subscriptions.
     *
     * @param gateway whether requests come through an application gateway
     */
    public static Availability of(Settings settings, ServiceLevels levels, boolean gateway) {
        var regions = new HashMap<String, Set<String>>();
        for (var account : settings.accounts()) {
            for (var model : account.deployments()) {
                regions.computeIfAbsent(model.name(), name -> new HashSet<>()).add(account.region());
            }
        }
        var places = regions.values().stream().mapToInt(Set::size).min().orElseThrow();
        var account = levels.of("account");
        var terms = new ArrayList<Term>();
        if (gateway) terms.add(term(levels.of("gateway")));
        terms.add(term(levels.of("containerApps")));
        terms.add(term(levels.of("privateLink")));
        terms.add(new Term(
                "accounts in " + places + (places == 1 ? " region" : " regions") + " (of the model with the fewest)",
                1 - Math.pow(1 - account.availability(), places),
                account.verified(),
                account.source() + ", " + account.availability() + " each"));
        return new Availability(levels.date(), terms);
    }

    private static Term term(Level level) {
        return new Term(level.name(), level.availability(), level.verified(), level.source());
    }

    public double composite() {
        return terms.stream().mapToDouble(Term::availability).reduce(1, (one, other) -> one * other);
    }

    /** The estimate as a stack output. */
    public Map<String, Object> output() {
        var output = new LinkedHashMap<String, Object>();
        output.put("estimate", rounded(composite()));
        output.put("date", date);
        output.put("terms", terms.stream().map(Availability::output).toList());
        return output;
    }

    private static Map<String, Object> output(Term term) {
        var output = new LinkedHashMap<String, Object>();
        output.put("name", term.name());
        output.put("availability", rounded(term.availability()));
        output.put("verified", term.verified());
        output.put("source", term.source());
        return output;
    }

    private static double rounded(double value) {
        return Math.round(value * 1e6) / 1e6;
    }
}
