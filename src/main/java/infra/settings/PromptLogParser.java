package infra.settings;

import infra.settings.Settings.Callers;
import infra.settings.Settings.PromptLog;
import java.util.Optional;

/** Parses where prompts are kept and for how long. What a caller profile keeps in a geography is not stored outside it. */
final class PromptLogParser {

    private final Section section;
    private final Catalogue catalogue;
    private final Callers callers;

    PromptLogParser(Section section, Catalogue catalogue, Callers callers) {
        this.section = section;
        this.catalogue = catalogue;
        this.callers = callers;
    }

    /** @param location region of a store that names none */
    PromptLog promptLog(String location) {
        var region = section.text(
                "region",
                location,
                value -> SettingsParser.REGION.matcher(value).matches(),
                "a region such as japaneast");
        checkGeography(region);
        var units = section.number("maxRequestUnits", 1000, 1000, 1_000_000, " request units");
        if (units % 1000 != 0) section.fault("maxRequestUnits", String.valueOf(units), "a multiple of 1000");
        var promptLog = new PromptLog(
                region,
                section.number("retentionDays", 30, 1, 730, " days"),
                units,
                section.flag("zoneRedundant", false));
        section.close();
        return promptLog;
    }

    private void checkGeography(String region) {
        var geography = Optional.ofNullable(catalogue.regions().get(region)).map(Catalogue.Region::geography);
        for (var profile : callers.profiles()) {
            var allowed = profile.geographies();
            var reaches = allowed.isEmpty()
                    || allowed.contains(DataBoundary.WORLD.word())
                    || geography.filter(allowed::contains).isPresent();
            if (!reaches) {
                section.fault(
                        "region",
                        region,
                        "a region in a geography of caller profile " + profile.name() + ": "
                                + String.join(", ", allowed));
            }
        }
    }
}
