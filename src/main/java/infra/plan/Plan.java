package infra.plan;

import infra.settings.AlertCatalogue;
import infra.settings.Catalogue;
import infra.settings.Settings;

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

    public String geography(String region) {
        return catalogue.regions().get(region).geography();
    }
}
