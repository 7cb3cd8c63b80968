package infra.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import infra.testkit.StackFiles;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromptLogSettingsTest {

    @Test
    void it_stands_where_the_platform_does_and_keeps_a_month() {
        assertEquals(new Settings.PromptLog("westeurope", 30, 1000, false), parse("{}", Map.of()));
    }

    @Test
    void each_part_may_be_set() {
        var value = "{region: eastus, retentionDays: 7, maxRequestUnits: 4000, zoneRedundant: true}";
        assertEquals(new Settings.PromptLog("eastus", 7, 4000, true), parse(value, Map.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{retentionDays: 0}      | retentionDays: 0 (expected: 1 to 730 days)",
                "{retentionDays: -1}     | retentionDays: -1 (expected: 1 to 730 days)",
                "{maxRequestUnits: 1500} | maxRequestUnits: 1500 (expected: a multiple of 1000)",
                "{maxRequestUnits: 400}  | maxRequestUnits: 400 (expected: 1000 to 1000000 request units)",
                "{region: Japan East}    | region: Japan East (expected: a region such as japaneast)",
                "{days: 3}               | days: 3 (expected: one of region, maxRequestUnits, retentionDays, zoneRedundant)",
            })
    void a_part_that_breaks_its_rule_is_named_by_its_path(String value, String fault) {
        assertEquals("sluice:promptLog." + fault, fault(value, Map.of()));
    }

    @Test
    void a_region_outside_the_geographies_of_a_profile_is_a_fault() {
        var callers = Map.of(
                "sluice:callers",
                StackFiles.yamlToJson("{profiles: [{name: europe, roles: [eu], geographies: [eu]}]}"));
        assertEquals(
                "sluice:promptLog.region: eastus (expected: a region in a geography of caller profile europe: eu)",
                fault("{region: eastus}", callers));
        assertEquals("francecentral", parse("{region: francecentral}", callers).region());
    }

    private static Settings.PromptLog parse(String value, Map<String, String> more) {
        var values = new HashMap<>(Map.of(
                "sluice:location", "westeurope",
                "sluice:accounts", "[{\"name\": \"A\", \"region\": \"francecentral\"}]",
                "sluice:registryPushEndpoint", "127.0.0.1:7072",
                "sluice:promptLog", StackFiles.yamlToJson(value)));
        values.putAll(more);
        return Settings.parse(StackFiles.lookup(values), StackFiles::file, Catalogue.load())
                .promptLog();
    }

    private static String fault(String value, Map<String, String> more) {
        return assertThrows(IllegalArgumentException.class, () -> parse(value, more))
                .getMessage();
    }
}
