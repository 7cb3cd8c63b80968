package infra.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import infra.testkit.StackFiles;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlertSettingsTest {

    @Test
    void alerts_have_receivers_and_thresholds_of_their_own() {
        var alerts =
                parse("{emails: [a@example.com], webhooks: [https://hooks.example/x], thresholds: {app-restarts: 5}}");
        assertEquals(
                new Settings.Alerts(
                        List.of("a@example.com"), List.of("https://hooks.example/x"), Map.of("app-restarts", 5.0)),
                alerts);
    }

    @Test
    void a_threshold_of_an_alert_that_does_not_exist_is_a_fault_that_names_those_that_do() {
        var message = fault("{thresholds: {app-restart: 5}}");
        assertEquals(
                "sluice:alerts.thresholds.app-restart: 5 (expected: one of "
                        + String.join(", ", AlertCatalogue.load().ids()) + ")",
                message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{emails: [nobody]}                | emails[0]: nobody (expected: a list of e-mail addresses)",
                "{webhooks: [http://a.example]}    | webhooks[0]: http://a.example (expected: a list of https addresses that hold no secret)",
                "{webhooks: ['https://a.example?k=1']} | webhooks[0]: https://a.example?k=1 (expected: a list of https addresses that hold no secret)",
                "{thresholds: {app-restarts: -1}}  | thresholds.app-restarts: -1 (expected: 0 to 1000000000)"
            })
    void a_part_that_breaks_its_rule_is_named_by_its_path(String value, String fault) {
        assertEquals("sluice:alerts." + fault, fault(value));
    }

    private static Settings.Alerts parse(String value) {
        return Settings.parse(
                        StackFiles.lookup(Map.of(
                                "sluice:accounts", "[{\"name\": \"A\", \"region\": \"eastus\"}]",
                                "sluice:registryPushEndpoint", "127.0.0.1:7072",
                                "sluice:alerts", StackFiles.yamlToJson(value))),
                        StackFiles::file,
                        Catalogue.load())
                .alerts();
    }

    private static String fault(String value) {
        return assertThrows(IllegalArgumentException.class, () -> parse(value)).getMessage();
    }
}
