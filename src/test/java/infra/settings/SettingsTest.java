package infra.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import infra.settings.Settings.Workspace;
import infra.testkit.StackFiles;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    private static final Map<String, String> LEAST = Map.of(
            "sluice:accounts", "[{\"name\": \"A\", \"region\": \"eastus\"}]",
            "sluice:registryPushEndpoint", "127.0.0.1:7072");

    @Test
    void five_faults_are_one_message_in_the_users_keys() {
        var message = fault(Map.of(
                "sluice:addressSpace", "10.20.0.0/24",
                "sluice:dataBoundary", "planet",
                "sluice:replicas", "{\"min\": 5, \"max\": 2}",
                "sluice:timeouts", "{\"totalSeconds\": 300}",
                "sluice:accounts", "[{\"name\": \"A\", \"regoin\": \"eastus\", \"region\": \"eastus\"}]"));
        assertEquals("""
                sluice:dataBoundary: planet (expected: region, geography or world)
                sluice:accounts[0].regoin: eastus (expected: one of name, region, deployments, subscriptionId, priority)
                sluice:addressSpace: 10.20.0.0/24 (expected: a range of /16 to /21 that Container Apps does not reserve, such as 10.20.0.0/16)
                sluice:replicas.max: 2 (expected: 5 to 300)
                sluice:timeouts.totalSeconds: 300 (expected: 1 to 239 s, below the 240 s after which Container Apps ends a request)""", message);
    }

    @Test
    void all_but_the_accounts_has_a_default() {
        var settings = parse(Map.of());
        assertEquals("japaneast", settings.location());
        assertEquals("10.20.0.0/16", settings.addressSpace().toString());
        assertEquals(1, settings.generation());
        assertEquals(DataBoundary.GEOGRAPHY, settings.dataBoundary());
        assertEquals(
                new Settings.Callers(Optional.empty(), "api://sluice", Optional.empty(), List.of()),
                settings.callers());
        assertEquals(new Settings.Replicas(1, 3), settings.replicas());
        assertEquals(new Settings.Timeouts(2000, 5, 30, 60, 60, 220, 220), settings.timeouts());
        assertEquals(new Settings.Limits(2, 50, 3), settings.limits());
        assertEquals(new Settings.Streams(0, 1000), settings.streams());
        assertEquals(new Workspace.Create(90, Optional.empty()), settings.workspace());
        assertEquals(new Settings.Alerts(List.of(), List.of(), Map.of()), settings.alerts());
        assertEquals(
                List.of("gpt-5.1", "gpt-5-mini", "text-embedding-3-large"),
                settings.models().stream().map(Settings.Model::name).toList());
    }

    @Test
    void no_accounts_is_a_fault() {
        var message = assertThrows(
                        IllegalArgumentException.class,
                        () -> Settings.parse(
                                StackFiles.lookup(Map.of("sluice:registryPushEndpoint", "127.0.0.1:1")),
                                StackFiles::file,
                                Catalogue.load()))
                .getMessage();
        assertEquals("sluice:accounts: absent (expected: a list of accounts)", message);
    }

    @Test
    void an_account_carries_what_its_region_offers() {
        var settings = parse(Map.of("sluice:accounts", "[{name: A, region: eastus}, {name: B, region: westeurope}]"));
        assertEquals(3, settings.accounts().get(0).deployments().size());
        assertEquals(
                List.of("gpt-5-mini"),
                settings.accounts().get(1).deployments().stream()
                        .map(Settings.Model::name)
                        .toList());
    }

    @Test
    void an_account_carries_only_what_it_lists() {
        var settings = parse(Map.of(
                "sluice:accounts",
                "[{name: A, region: eastus}, {name: B, region: eastus, deployments: [gpt-5-mini]}]"));
        assertEquals(1, settings.accounts().get(1).deployments().size());
    }

    @Test
    void listing_what_the_region_does_not_offer_is_a_fault() {
        var accounts = "[{name: A, region: eastus}, {name: G, region: westeurope, deployments: [gpt-5.1, gpt-9]}]";
        assertEquals("""
                sluice:accounts[1].deployments[0]: gpt-5.1 (expected: a model that westeurope offers as DataZoneStandard; it is offered in southcentralus, eastus, francecentral)
                sluice:accounts[1].deployments[1]: gpt-9 (expected: a name of sluice:models)""", fault(Map.of("sluice:accounts", accounts)));
    }

    @Test
    void a_sku_that_carries_data_beyond_the_boundary_is_a_fault() {
        var models =
                "[{name: m, model: gpt-5-mini, version: \"2025-08-07\", sku: %s, capacityThousandTokensPerMinute: 1}]";
        assertEquals(
                "sluice:models[0].sku: GlobalStandard (expected: a SKU whose data stays in the geography, as dataBoundary says)",
                fault(Map.of("sluice:models", models.replace("%s", "GlobalStandard"))));
        assertEquals(
                "sluice:models[0].sku: DataZoneStandard (expected: a SKU whose data stays in the region, as dataBoundary says)",
                fault(Map.of(
                        "sluice:models", models.replace("%s", "DataZoneStandard"), "sluice:dataBoundary", "region")));
        parse(Map.of("sluice:models", models.replace("%s", "GlobalStandard"), "sluice:dataBoundary", "world"));
    }

    @Test
    void an_unknown_model_and_a_wrong_version_are_faults() {
        var models = "[{name: a, model: gpt-2, version: 1, sku: Standard, capacityThousandTokensPerMinute: 1},"
                + "{name: b, model: gpt-5-mini, version: 1, sku: DataZoneStandard, capacityThousandTokensPerMinute: 0}]";
        assertEquals("""
                sluice:models[0].model: gpt-2 (expected: one of gpt-5.1, gpt-5-mini, text-embedding-3-large, text-embedding-ada-002)
                sluice:models[1].version: 1 (expected: one of 2025-08-07)
                sluice:models[1].capacityThousandTokensPerMinute: 0 (expected: 1 to 1000000 thousand tokens/min)""", fault(Map.of("sluice:models", models)));
    }

    @Test
    void a_sku_that_a_model_is_not_offered_under_is_a_fault() {
        var models =
                "[{name: m, model: gpt-5-mini, version: \"2025-08-07\", sku: Standard, capacityThousandTokensPerMinute: 1}]";
        assertEquals(
                "sluice:models[0].sku: Standard (expected: one that gpt-5-mini is offered under: DataZoneStandard, GlobalStandard)",
                fault(Map.of("sluice:models", models)));
    }

    @Test
    void a_model_that_no_account_carries_is_a_fault() {
        assertEquals("""
                sluice:models[0]: gpt-5.1 (expected: a model that at least one account carries)
                sluice:models[2]: text-embedding-3-large (expected: a model that at least one account carries)""", fault(Map.of("sluice:accounts", "[{name: G, region: westeurope}]")));
    }

    @Test
    void a_region_that_offers_none_of_the_models_is_a_fault() {
        assertEquals(
                "sluice:accounts[1].region: japaneast (expected: a region that offers at least one of the models)",
                fault(Map.of("sluice:accounts", "[{name: A, region: eastus}, {name: B, region: japaneast}]")));
    }

    @Test
    void more_tokens_than_the_proxy_can_count_are_a_fault() {
        var models = "[{name: m, model: gpt-5-mini, version: '2025-08-07', sku: DataZoneStandard, "
                + "capacityThousandTokensPerMinute: 1000000}]";
        var accounts = "[{name: A, region: eastus}, {name: B, region: eastus}, {name: C, region: eastus}]";
        assertEquals(
                "sluice:accounts: 3000000 thousand tokens/min in all (expected: at most 2147483)",
                fault(Map.of("sluice:models", models, "sluice:accounts", accounts)));
    }

    @Test
    void an_account_may_name_a_subscription_of_its_own() {
        var own = "ABCDEF00-0000-4000-8000-000000000001";
        var stacks = "00000000-0000-0000-0000-000000000009";
        var accounts = "[{name: A, region: eastus, subscriptionId: %s}, {name: B, region: eastus, subscriptionId: %s}]"
                .replaceFirst("%s", own)
                .replaceFirst("%s", stacks);
        assertEquals(
                List.of(Optional.of(own.toLowerCase(Locale.ROOT)), Optional.empty()),
                parse(Map.of("sluice:accounts", accounts, "azure-native:subscriptionId", stacks)).accounts().stream()
                        .map(Settings.Account::subscriptionId)
                        .toList());
        assertEquals(
                "sluice:accounts[0].subscriptionId: other (expected: a GUID)",
                fault(Map.of("sluice:accounts", "[{name: A, region: eastus, subscriptionId: other}]")));
    }

    @Test
    void names_are_used_once() {
        assertEquals(
                "sluice:accounts[1].name: A (expected: a name that no other account has)",
                fault(Map.of("sluice:accounts", "[{name: A, region: eastus}, {name: A, region: eastus}]")));
        var models = "[{name: m, model: gpt-5-mini, version: \"2025-08-07\", sku: DataZoneStandard, "
                + "capacityThousandTokensPerMinute: 1}, {name: M, model: gpt-5.1, version: \"2025-11-13\", "
                + "sku: DataZoneStandard, capacityThousandTokensPerMinute: 1}]";
        assertEquals(
                "sluice:models[1].name: M (expected: a name that no other model has)",
                fault(Map.of("sluice:models", models)));
    }

    @Test
    void two_names_that_break_their_rule_are_not_called_equal() {
        assertEquals("""
                sluice:accounts[0].name: 1 (expected: a letter from A to L)
                sluice:accounts[1].name: absent (expected: a letter from A to L)""", fault(Map.of("sluice:accounts", "[{name: 1, region: eastus}, {region: eastus}]")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sluice:location                | Japan East                  | a region such as japaneast",
                "sluice:generation              | 0                           | 1 to 999",
                "sluice:addressSpace            | 172.30.0.0/16               | a range of /16 to /21 that Container Apps does not reserve, such as 10.20.0.0/16",
                "sluice:addressSpace            | 10.20.0.1/16                | a range of /16 to /21 that Container Apps does not reserve, such as 10.20.0.0/16",
                "sluice:callers                 | [1]                         | an object",
                "sluice:accounts                | {                           | a YAML object or list",
                "sluice:baseImage               | debian:12                   | NAME@sha256:DIGEST",
                "azure-native:subscriptionId    | mine                        | a GUID",
            })
    void a_value_that_breaks_its_rule_is_named(String key, String value, String expected) {
        assertEquals(
                key + ": " + value + " (expected: " + expected + ")",
                fault(Map.of(key, value)).lines().findFirst().orElseThrow());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sluice:callers    | {tenantId: mine}                  | sluice:callers.tenantId: mine (expected: a GUID)",
                "sluice:replicas   | {min: 31}                         | sluice:replicas.min: 31 (expected: 1 to 30)",
                "sluice:timeouts   | {drainSeconds: 30}                | sluice:timeouts.drainSeconds: 30 (expected: 220 to 580 s, so that a running answer is finished)",
                "sluice:timeouts   | {firstByteSeconds: 1, connectMillis: 1001} | sluice:timeouts.connectMillis: 1001 (expected: 1 to 1000 ms, no longer than firstByteSeconds)",
                "sluice:timeouts   | {idleSeconds: 221}                | sluice:timeouts.idleSeconds: 221 (expected: 1 to 220 s, no longer than totalSeconds)",
                "sluice:limits     | {requestBodyMegabytes: 26}        | sluice:limits.requestBodyMegabytes: 26 (expected: 1 to 25 MB)",
                "sluice:limits     | {waitMillis: 10001}               | sluice:limits.waitMillis: 10001 (expected: 0 to 10000 ms)",
                "sluice:limits     | {attempts: 0}                     | sluice:limits.attempts: 0 (expected: 1 to 3)",
                "sluice:streams    | {heartbeatSeconds: 61}            | sluice:streams.heartbeatSeconds: 61 (expected: 0 to 60 s, 0 for never)",
                "sluice:streams    | {holdMillis: -1}                  | sluice:streams.holdMillis: -1 (expected: 0 to 60000 ms)",
                "sluice:accounts   | [{name: A, region: eastus, priority: 0}] | sluice:accounts[0].priority: 0 (expected: 1 to 9, 1 first)",
                "sluice:workspace  | {retentionDays: 7}                | sluice:workspace.retentionDays: 7 (expected: 30 to 730 days)",
                "sluice:workspace  | {dailyCapGigabytes: 0}            | sluice:workspace.dailyCapGigabytes: 0 (expected: 1 to 100000 GB a day)",
                "sluice:workspace  | {resourceId: logs}                | sluice:workspace.resourceId: logs (expected: the resource id of a Log Analytics workspace)",
            })
    void a_part_that_breaks_its_rule_is_named_by_its_path(String key, String value, String fault) {
        assertEquals(fault, fault(Map.of(key, value)));
    }

    @Test
    void a_workspace_is_adopted_by_its_id() {
        var id = "/subscriptions/s/resourceGroups/g/providers/Microsoft.OperationalInsights/workspaces/w";
        assertEquals(
                new Workspace.Adopt(id),
                parse(Map.of("sluice:workspace", "{resourceId: " + id + "}")).workspace());
        assertEquals(
                "sluice:workspace.retentionDays: set beside resourceId (expected: absent: an adopted workspace keeps its own)",
                fault(Map.of("sluice:workspace", "{resourceId: " + id + ", retentionDays: 30}")));
    }

    @Test
    void the_machines_own_c_library_is_for_a_loopback_registry_alone() {
        assertEquals(
                "sluice:baseImage: absent (expected: NAME@sha256:DIGEST; only a loopback registryPushEndpoint does without)",
                fault(Map.of("sluice:registryPushEndpoint", "registry.example:5000")));
        var base = "debian@sha256:" + "0".repeat(64);
        assertEquals(
                Optional.of(base),
                parse(Map.of("sluice:registryPushEndpoint", "", "sluice:baseImage", base))
                        .image()
                        .base());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0123456789abcdef0123456789abcdef", "q1+/=q1+/=q1+/=q1+/=q1+/=q1+/=q1+/=q1+/=q1+/"})
    void a_response_key_is_taken_and_never_printed(String key) {
        var settings = parse(Map.of("sluice:responseKey", key));
        assertEquals(Optional.of(new ResponseKey(key)), settings.responseKey());
        assertFalse(settings.toString().contains(key));
        assertEquals(Optional.empty(), parse(Map.of("sluice:responseKey", "")).responseKey());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0123456789abcdef0123456789abcde",
                "0123456789abcdef 0123456789abcdef",
                "0123456789abcdef0123456789abcdef\n",
                "0123456789abcdef0123456789abcdé",
            })
    void a_response_key_that_the_proxy_would_not_take_is_named_by_its_length_alone(String key) {
        assertEquals(
                "sluice:responseKey: " + key.length()
                        + " characters (expected: 32 or more letters, digits and signs without"
                        + " spaces, as openssl rand -hex 32 prints them)",
                fault(Map.of("sluice:responseKey", key)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "prod"})
    void the_committed_stacks_are_valid(String stack) {
        assertEquals("japaneast", StackFiles.settings(stack).location());
    }

    private static Settings parse(Map<String, String> values) {
        var all = new HashMap<>(LEAST);
        values.forEach((key, value) -> all.put(key, json(value)));
        return Settings.parse(StackFiles.lookup(all), StackFiles::file, Catalogue.load());
    }

    private static String fault(Map<String, String> values) {
        return assertThrows(IllegalArgumentException.class, () -> parse(values)).getMessage();
    }

    /** Lets the tests write objects and lists without quotes, as a stack file does. */
    private static String json(String value) {
        return value.startsWith("[") || value.startsWith("{") ? StackFiles.yamlToJson(value) : value;
    }
}
