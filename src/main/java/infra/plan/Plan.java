package infra.plan;

import infra.azure.GeographyStamp;
import infra.settings.AlertCatalogue;
import infra.settings.Catalogue;
import infra.settings.Settings;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** All that follows from the settings without asking Azure. Pure: the same settings give the same plan. */
public record Plan(
        Settings settings,
        Catalogue catalogue,
        NamePlan names,
        AddressPlan addresses,
        CapacityPlan capacity,
        TimeoutPlan timeouts,
        AlertPlan alerts,
        WorkbookPlan workbook) {

    public static Plan of(Settings settings, Catalogue catalogue, String organization, String project, String stack) {
        var names = NamePlan.of(organization, project, stack, settings.generation());
        var capacity = CapacityPlan.of(settings, catalogue);
        var timeouts = new TimeoutPlan(settings.timeouts());
        return new Plan(
                settings,
                catalogue,
                names,
                AddressPlan.of(settings.addressSpace()),
                capacity,
                timeouts,
                AlertPlan.of(AlertCatalogue.load(), settings, names, capacity, timeouts),
                WorkbookPlan.of(capacity));
    }

    /** Name that clients call. */
    public String gatewayHost() {
        return settings.gateway()
                .hostName()
                .orElse(names.gatewayLabel() + "." + settings.location() + ".cloudapp.azure.com");
    }

    /** Host names of the accounts, in the order of the settings. */
    public List<String> accountHosts() {
        return settings.accounts().stream()
                .map(account -> names.account(account.name()) + ".openai.azure.com")
                .toList();
    }

    public String geography(String region) {
        return catalogue.regions().get(region).geography();
    }

    /** What an account of this region says of where its callers' data may be. */
    public GeographyStamp accountStamp(String region) {
        return stamp(region, GeographyPlan.of(settings).some());
    }

    /** The same of what keeps the data of all callers; the platform's region may be one of which no geography is known. */
    public GeographyStamp storeStamp(String region) {
        return stamp(region, GeographyPlan.of(settings).every());
    }

    private GeographyStamp stamp(String region, Optional<Set<String>> allowed) {
        var known = Optional.ofNullable(catalogue.regions().get(region)).map(Catalogue.Region::geography);
        return new GeographyStamp(
                known.orElse("unknown"),
                allowed.map(words -> String.join(" ", words)).orElse(GeographyStamp.ANY));
    }
}
