package infra.plan;

import infra.settings.Catalogue;
import infra.settings.Settings;

/** All that follows from the settings without asking Azure. Pure: the same settings give the same plan. */
public record Plan(
        Settings settings,
        Catalogue catalogue,
        NamePlan names,
        AddressPlan addresses,
        CapacityPlan capacity,
        TimeoutPlan timeouts) {

    public static Plan of(Settings settings, Catalogue catalogue, String organization, String project, String stack) {
        return new Plan(
                settings,
                catalogue,
                NamePlan.of(organization, project, stack, settings.generation()),
                AddressPlan.of(settings.addressSpace()),
                CapacityPlan.of(settings, catalogue),
                new TimeoutPlan(settings.timeouts()));
    }

    public String geography(String region) {
        return catalogue.regions().get(region).geography();
    }
}
