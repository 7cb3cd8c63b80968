package infra.containerapps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import infra.testkit.Fixtures;
import infra.testkit.PulumiHarness;
import infra.testkit.RecordedResources;
import org.junit.jupiter.api.Test;

class EnvironmentTest {

    private static final String TYPE = "azure-native:app/v20230501:ManagedEnvironment";

    @Test
    void defaults_are_secure() {
        var environment = run().only(TYPE);
        assertEquals(true, environment.at("vnetConfiguration.internal"));
        assertTrue(environment
                .at("vnetConfiguration.infrastructureSubnetId")
                .toString()
                .endsWith("/subnets/endpoints"));
    }

    @Test
    void logs_go_where_diagnostic_settings_say_and_no_key_is_handed_over() {
        var resources = run();
        assertEquals("azure-monitor", resources.only(TYPE).at("appLogsConfiguration.destination"));
        assertNull(resources.only(TYPE).at("appLogsConfiguration.logAnalyticsConfiguration"));
        assertTrue(resources
                .only("azure-native:insights:DiagnosticSetting")
                .at("resourceUri")
                .toString()
                .endsWith("/apps"));
    }

    @Test
    void replicas_are_spread_over_zones() {
        assertEquals(true, run().only(TYPE).at("zoneRedundant"));
    }

    @Test
    void the_consumption_profile_has_a_name() {
        var environment = run().only(TYPE);
        assertEquals("Consumption", environment.at("workloadProfiles.0.name"));
        assertEquals("Consumption", environment.at("workloadProfiles.0.workloadProfileType"));
    }

    @Test
    void its_domain_is_azures_answer() {
        var resources = PulumiHarness.run(context ->
                context.export("domain", new Environment("env", args("apps"), Fixtures.options()).defaultDomain()));
        assertEquals("mock.azurecontainerapps.io", resources.outputs().get("domain"));
    }

    @Test
    void a_name_that_azure_refuses_is_refused_here() {
        var fault = assertThrows(IllegalArgumentException.class, () -> args("1-apps"));
        assertEquals(
                "environmentName: 1-apps (expected: 2 to 60 lower-case letters, digits and '-', a letter first)",
                fault.getMessage());
    }

    private static RecordedResources run() {
        return PulumiHarness.run(context -> new Environment("env", args("apps"), Fixtures.options()));
    }

    private static EnvironmentArgs args(String name) {
        return new EnvironmentArgs(Fixtures.group(), name, Fixtures.subnet(), Fixtures.workspace(), true);
    }
}
