package localazure.rules;

import static localazure.rules.World.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.function.Consumer;
import localazure.arm.ArmResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkloadRulesTest {
    private static final String ENVIRONMENT = "app/v20230501:ManagedEnvironment";
    private static final String APP = "app/v20230501:ContainerApp";

    @TempDir
    Path dir;

    World world;

    @BeforeEach
    void open() {
        world = new World(dir);
        world.putExample("network:NetworkSecurityGroup");
        world.putExample("network:VirtualNetwork");
        world.putExample("managedidentity:UserAssignedIdentity");
    }

    private ArmResource changed(String type, Consumer<ObjectNode> change) {
        return world.putExample(type, inputs -> {
            change.accept(inputs);
            return inputs;
        });
    }

    private String refused(String type, Consumer<ObjectNode> change) {
        return refusal(() -> changed(type, change));
    }

    private ArmResource network(String range, boolean delegated) {
        return changed("network:VirtualNetwork", inputs -> {
            ObjectNode subnet = (ObjectNode) inputs.at("/subnets/1");
            inputs.putObject("addressSpace")
                    .putArray("addressPrefixes")
                    .add("10.0.0.0/16")
                    .add("172.16.0.0/12");
            subnet.put("addressPrefix", range);
            if (!delegated) {
                subnet.remove("delegations");
            }
        });
    }

    @Test
    void an_environment_gets_a_domain_and_an_address_in_its_subnet() {
        ArmResource environment = world.putExample(ENVIRONMENT);
        assertTrue(environment
                .outputs()
                .path("defaultDomain")
                .asText()
                .matches("[a-z]+-[0-9a-f]{8}\\.japaneast\\.azurecontainerapps\\.io"));
        assertEquals("10.0.3.0", environment.outputs().path("staticIp").asText());
    }

    @Test
    void an_environment_needs_a_delegated_subnet_of_its_own() {
        network("10.0.2.0/23", false);
        assertEquals("ManagedEnvironmentSubnetDelegationError", refusal(() -> world.putExample(ENVIRONMENT)));
        network("10.0.2.0/23", true);
        world.putExample(ENVIRONMENT);
        assertEquals(
                "ManagedEnvironmentSubnetInUse",
                refused(ENVIRONMENT, inputs -> inputs.put("environmentName", "second")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.2.0/28", "172.30.1.0/24"})
    void an_environment_subnet_is_large_enough_and_not_reserved(String range) {
        network(range, true);
        assertEquals("ManagedEnvironmentInvalidNetworkConfiguration", refusal(() -> world.putExample(ENVIRONMENT)));
    }

    @Test
    void an_environment_subnet_exists() {
        assertEquals(
                "InvalidResourceReference",
                refused(
                        ENVIRONMENT,
                        inputs -> inputs.putObject("vnetConfiguration")
                                .put("infrastructureSubnetId", World.NETWORK + "/subnets/none")));
    }

    @Test
    void zones_are_chosen_when_the_environment_is_made_and_need_a_network() {
        assertEquals("ManagedEnvironmentInvalidNetworkConfiguration", refused(ENVIRONMENT, inputs -> {
            inputs.remove("vnetConfiguration");
            inputs.put("zoneRedundant", true);
        }));
        world.putExample(ENVIRONMENT);
        assertEquals(
                "InvalidRequestParameterWithDetails",
                refused(ENVIRONMENT, inputs -> inputs.put("zoneRedundant", true)));
    }

    @Test
    void the_old_api_version_knows_no_workload_profiles() {
        ObjectNode environment = World.json(Examples.of(ENVIRONMENT));
        assertEquals(
                "WorkloadProfileRelatedApiNotSupported",
                refusal(() -> world.put("app:ManagedEnvironment", environment)));
        world.putExample(ENVIRONMENT);
        ObjectNode app = World.json(Examples.of(APP));
        assertEquals(
                "WorkloadProfilePropertyNotSupportedInApiVersion", refusal(() -> world.put("app:ContainerApp", app)));
    }

    @Test
    void logs_go_where_azure_can_send_them() {
        assertEquals(
                "InvalidRequestParameterWithDetails",
                refused(
                        ENVIRONMENT,
                        inputs -> inputs.putObject("appLogsConfiguration").put("destination", "file")));
        assertEquals(
                "InvalidRequestParameterWithDetails",
                refused(
                        ENVIRONMENT,
                        inputs -> inputs.putObject("appLogsConfiguration").put("destination", "log-analytics")));
    }

    @Test
    void an_app_gets_names_and_a_new_revision_when_its_template_changes() {
        ArmResource environment = world.putExample(ENVIRONMENT);
        ArmResource app = world.putExample(APP);
        String domain = environment.outputs().path("defaultDomain").asText();
        assertEquals(
                "proxy." + domain,
                app.outputs().at("/configuration/ingress/fqdn").asText());
        String revision = app.outputs().path("latestRevisionName").asText();
        assertTrue(revision.matches("proxy--[0-9a-f]{7}"));
        assertEquals(
                revision,
                world.putExample(APP).outputs().path("latestRevisionName").asText());
        ArmResource changed = changed(APP, inputs -> ((ObjectNode) inputs.at("/template/scale")).put("maxReplicas", 9));
        assertNotEquals(revision, changed.outputs().path("latestRevisionName").asText());
    }

    @Test
    void an_app_never_answers_its_secrets() {
        world.putExample(ENVIRONMENT);
        assertFalse(world.putExample(APP).outputs().toString().contains("hidden"));
    }

    @Test
    void an_environment_with_apps_stays() {
        ArmResource environment = world.putExample(ENVIRONMENT);
        world.putExample(APP);
        assertEquals("CannotDeleteResource", refusal(() -> world.control.delete(environment.id())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Proxy", "p", "1proxy", "my--proxy", "proxy-", "a-name-of-thirty-three-characters"})
    void an_app_name_that_breaks_the_rule_is_refused(String name) {
        world.putExample(ENVIRONMENT);
        assertEquals("ContainerAppInvalidName", refused(APP, inputs -> inputs.put("containerAppName", name)));
    }

    @Test
    void an_app_needs_its_environment_in_its_region() {
        assertEquals("ResourceNotFound", refusal(() -> world.putExample(APP)));
        world.putExample(ENVIRONMENT);
        assertEquals("InvalidRequestParameterWithDetails", refused(APP, inputs -> inputs.put("location", "eastus")));
        assertEquals("WorkloadProfileNotFound", refused(APP, inputs -> inputs.put("workloadProfileName", "Dedicated")));
    }

    @ParameterizedTest
    @CsvSource({
        "/template/containers/0/resources, {cpu: 0.3}, ContainerAppInvalidResourceTotal",
        "/template/containers/0/resources, {memory: '2Gi'}, ContainerAppInvalidResourceTotal",
        "/template/containers/0/resources, {memory: '512Mi'}, InvalidParameterValueInContainerTemplate",
        "/template/containers/0/env/0, {secretRef: 'none'}, ContainerAppSecretRefNotFound",
        "/template/containers/0/probes/0, {type: 'Health'}, InvalidParameterValueInContainerTemplate",
        "/template/containers/0/probes/0/httpGet, {port: 0}, InvalidParameterValueInContainerTemplate",
        "/template/containers/0/probes/0, {periodSeconds: 0}, InvalidParameterValueInContainerTemplate",
        "/template/scale, {minReplicas: 3}, InvalidParameterValueInContainerTemplate",
        "/configuration/ingress, {targetPort: 0}, InvalidRequestParameterWithDetails",
        "/configuration/ingress, {transport: 'udp'}, InvalidRequestParameterWithDetails",
        "/configuration/registries/0, {identity: '/other'}, InvalidRequestParameterWithDetails",
        "/configuration, {activeRevisionsMode: 'Some'}, InvalidRequestParameterWithDetails",
        "/configuration/secrets/0, {name: 'renamed'}, ContainerAppSecretRefNotFound",
    })
    void a_wrong_value_in_an_app_is_refused(String pointer, String value, String code) {
        world.putExample(ENVIRONMENT);
        assertEquals(code, refused(APP, inputs -> ((ObjectNode) inputs.at(pointer)).setAll(World.json(value))));
    }

    @Test
    void an_app_without_containers_or_with_an_empty_secret_is_refused() {
        world.putExample(ENVIRONMENT);
        assertEquals(
                "ContainerAppCreateMustContainContainer",
                refused(APP, inputs -> ((ObjectNode) inputs.get("template")).remove("containers")));
        assertEquals(
                "ContainerAppSecretInvalid",
                refused(APP, inputs -> ((ObjectNode) inputs.at("/configuration/secrets/0")).remove("value")));
    }

    @Test
    void identities_exist() {
        world.putExample(ENVIRONMENT);
        assertEquals(
                "FailedIdentityOperation",
                refused(
                        APP,
                        inputs -> ((ObjectNode) inputs.get("identity"))
                                .putArray("userAssignedIdentities")
                                .add(World.GROUP + "/none")));
    }

    @Test
    void a_registry_name_is_the_worlds() {
        world.putExample("containerregistry:Registry");
        world.put("resources:ResourceGroup", "{resourceGroupName: 'other'}");
        assertEquals(
                "AlreadyInUse",
                refused(
                        "containerregistry:Registry",
                        inputs -> inputs.put("resourceGroupName", "other").put("registryName", "IMAGES1")));
        assertEquals(
                "InvalidSku",
                refused(
                        "containerregistry:Registry",
                        inputs -> inputs.putObject("sku").put("name", "Huge")));
    }
}
