package infra.engine;

import static infra.engine.BrokenProgram.arguments;
import static infra.engine.BrokenProgram.replaced;
import static infra.engine.BrokenProgram.unchained;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.pulumi.azurenative.authorization.RoleAssignmentArgs;
import com.pulumi.azurenative.cognitiveservices.AccountArgs;
import com.pulumi.azurenative.cognitiveservices.DeploymentArgs;
import com.pulumi.azurenative.cognitiveservices.inputs.SkuArgs;
import com.pulumi.azurenative.managedidentity.UserAssignedIdentityArgs;
import com.pulumi.azurenative.network.PrivateDnsZoneGroupArgs;
import com.pulumi.azurenative.network.PrivateEndpointArgs;
import com.pulumi.azurenative.network.inputs.PrivateDnsZoneConfigArgs;
import com.pulumi.azurenative.network.inputs.PrivateLinkServiceConnectionArgs;
import com.pulumi.core.Output;
import com.pulumi.core.annotations.Import;
import com.pulumi.resources.ResourceArgs;
import com.pulumi.resources.ResourceTransformation;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/**
 * What Azure refuses, the local Azure refuses with Azure's code, and the engine shows it. Needs {@code pulumi} on PATH and
 * a local Azure at {@code PULUMI_DEBUG_PROVIDERS}; {@code make test} sets both up.
 */
@Tag("engine")
class StrictnessTest {

    @TempDir
    Path folder;

    @Test
    void parallel_deployments_of_an_account_conflict(TestInfo test) throws Exception {
        refused(test, "parallel", unchained(DeploymentArgs.class), "Code=\"RequestConflict\"");
    }

    @Test
    void without_the_grant_to_pull_the_app_does_not_start(TestInfo test) throws Exception {
        var pull = "7f951dda-4ed3-4680-a7ca-43fe172d538d";
        var delete = "c2f4ef07-c644-48eb-af81-4b1b4947fb11";
        refused(
                test,
                "grant",
                arguments(
                        RoleAssignmentArgs.class,
                        args -> RoleAssignmentArgs.builder(args)
                                .roleDefinitionId(args.roleDefinitionId().applyValue(id -> id.replace(pull, delete)))
                                .build()),
                "UNAUTHORIZED");
    }

    @Test
    void a_zone_that_does_not_exist_is_not_found(TestInfo test) throws Exception {
        refused(
                test,
                "zone",
                arguments(
                        PrivateDnsZoneGroupArgs.class,
                        args -> PrivateDnsZoneGroupArgs.builder(args)
                                .privateDnsZoneConfigs(PrivateDnsZoneConfigArgs.builder()
                                        .name("missing")
                                        .privateDnsZoneId(
                                                "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/"
                                                        + "nowhere/providers/Microsoft.Network/privateDnsZones/privatelink.azurecr.io")
                                        .build())
                                .build()),
                "Code=\"InvalidResourceReference\"");
    }

    @Test
    void a_group_id_of_another_service_is_refused(TestInfo test) throws Exception {
        refused(
                test,
                "groupid",
                arguments(
                        PrivateEndpointArgs.class,
                        args -> PrivateEndpointArgs.builder(args)
                                .privateLinkServiceConnections(args.privateLinkServiceConnections()
                                        .orElseThrow()
                                        .applyValue(connections -> connections.stream()
                                                .map(each -> PrivateLinkServiceConnectionArgs.builder(each)
                                                        .groupIds("blob")
                                                        .build())
                                                .toList()))
                                .build()),
                "Code=\"BadRequest\"");
    }

    @Test
    void a_property_that_azure_does_not_know_is_refused(TestInfo test) throws Exception {
        refused(test, "property", replaced(UserAssignedIdentityArgs.class, new ColouredIdentityArgs()), "colour");
    }

    @Test
    void more_capacity_than_the_quota_is_refused(TestInfo test) throws Exception {
        refused(
                test,
                "quota",
                arguments(
                        DeploymentArgs.class,
                        args -> DeploymentArgs.builder(args)
                                .sku(args.sku()
                                        .orElseThrow()
                                        .applyValue(sku -> SkuArgs.builder(sku)
                                                .capacity(1_000_000)
                                                .build()))
                                .build()),
                "Code=\"InsufficientQuota\"");
    }

    @Test
    void a_name_that_is_too_long_is_refused(TestInfo test) throws Exception {
        refused(
                test,
                "name",
                arguments(
                        AccountArgs.class,
                        args -> AccountArgs.builder(args)
                                .accountName("a".repeat(65))
                                .build()),
                "Code=\"InvalidResourceName\" Message=\"accountName: " + "a".repeat(65));
    }

    @Test
    void a_model_that_the_region_does_not_offer_is_refused(TestInfo test) throws Exception {
        refused(
                test,
                "region",
                arguments(
                        AccountArgs.class,
                        args -> AccountArgs.builder(args).location("westeurope").build()),
                "Code=\"InvalidResourceProperties\"");
    }

    private void refused(TestInfo test, String stack, ResourceTransformation broken, String code) throws Exception {
        var environment = Map.of(
                "PULUMI_BACKEND_URL", folder.toUri().toString(),
                "PULUMI_CONFIG_PASSPHRASE", "",
                "PULUMI_SKIP_UPDATE_CHECK", "true",
                "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION", "true",
                "PULUMI_DEBUG_PROVIDERS", System.getenv("PULUMI_DEBUG_PROVIDERS"));
        var said = new BrokenProgram("broken-" + stack, folder, environment).up(broken);
        assertTrue(said.contains(code), test.getDisplayName() + ": expected " + code + " in\n" + said);
    }

    /** Arguments with a property that does not exist. */
    private static final class ColouredIdentityArgs extends ResourceArgs {
        @Import(name = "resourceGroupName", required = true)
        private final Output<String> resourceGroupName = Output.of("sluice");

        @Import(name = "colour")
        private final Output<String> colour = Output.of("blue");
    }
}
