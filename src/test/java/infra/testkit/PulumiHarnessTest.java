package infra.testkit;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.pulumi.Context;
import com.pulumi.azurenative.authorization.AuthorizationFunctions;
import com.pulumi.azurenative.documentdb.DatabaseAccount;
import com.pulumi.azurenative.documentdb.DatabaseAccountArgs;
import com.pulumi.azurenative.documentdb.SqlResourceSqlDatabase;
import com.pulumi.azurenative.documentdb.SqlResourceSqlDatabaseArgs;
import com.pulumi.azurenative.documentdb.enums.DatabaseAccountOfferType;
import com.pulumi.azurenative.documentdb.inputs.LocationArgs;
import com.pulumi.azurenative.documentdb.inputs.SqlDatabaseResourceArgs;
import com.pulumi.azurenative.resources.ResourceGroup;
import com.pulumi.azurenative.resources.ResourceGroupArgs;
import com.pulumi.azurenative.storage.StorageFunctions;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class PulumiHarnessTest {

    @Test
    void a_program_that_throws_fails() {
        refuses("exit code 32", context -> {
            throw new IllegalArgumentException("broken");
        });
    }

    @Test
    void a_program_that_throws_inside_apply_fails() {
        refuses(
                "exit code 32",
                context -> component(parent -> group(parent, "group").id().applyValue(id -> {
                    throw new IllegalStateException("broken");
                })));
    }

    @Test
    void two_resources_of_one_name_fail() {
        refuses(
                "twice",
                context -> component(parent -> {
                    group(parent, "group");
                    group(parent, "group");
                }));
    }

    @Test
    void a_text_made_of_an_output_fails() {
        refuses(
                "Output.format",
                context -> component(parent -> {
                    var group = group(parent, "group");
                    new ResourceGroup(
                            "tagged",
                            ResourceGroupArgs.builder()
                                    .tags(Map.of("id", "id " + group.id()))
                                    .build(),
                            CustomResourceOptions.builder().parent(parent).build());
                }));
    }

    @Test
    void a_resource_outside_every_component_fails() {
        refuses("no component above it", context -> new ResourceGroup("alone"));
    }

    @Test
    void a_resource_created_inside_apply_fails() {
        refuses(
                "a preview sees",
                context -> component(parent -> group(parent, "outer").id().applyValue(id -> group(parent, "inner"))));
    }

    @Test
    void a_parents_name_written_out_fails() {
        refuses(
                "accountName is a text (expected: the answer of store, with which it is to be replaced)",
                context -> component(parent -> {
                    store(parent);
                    database(parent, Output.of("store"));
                }));
    }

    @Test
    void a_parents_name_from_the_parent_passes() {
        PulumiHarness.run(
                context -> component(parent -> database(parent, store(parent).name())));
    }

    @Test
    void a_function_that_nobody_answers_fails() {
        refuses(
                "no mock",
                context -> context.export(
                        "keys",
                        StorageFunctions.listStorageAccountKeys(
                                com.pulumi.azurenative.storage.inputs.ListStorageAccountKeysArgs.builder()
                                        .accountName("account")
                                        .resourceGroupName("group")
                                        .build())));
    }

    @Test
    void the_deployer_is_answered() {
        var resources = PulumiHarness.run(context -> context.export(
                "tenant", AuthorizationFunctions.getClientConfig().applyValue(config -> config.tenantId())));
        assertTrue(resources.outputs().containsValue(RecordingMocks.TENANT));
    }

    private static void refuses(String reason, Consumer<Context> program) {
        var message = assertThrows(AssertionError.class, () -> PulumiHarness.run(program))
                .getMessage();
        assertTrue(message.contains(reason), message);
    }

    private static void component(Consumer<ComponentResource> children) {
        var component = new ComponentResource(
                "infra:test:Fixture",
                "fixture",
                ComponentResourceOptions.builder().build());
        children.accept(component);
    }

    private static DatabaseAccount store(ComponentResource parent) {
        return new DatabaseAccount(
                "store",
                DatabaseAccountArgs.builder()
                        .resourceGroupName("group")
                        .accountName("store")
                        .databaseAccountOfferType(DatabaseAccountOfferType.Standard)
                        .locations(LocationArgs.builder().build())
                        .build(),
                CustomResourceOptions.builder().parent(parent).build());
    }

    private static void database(ComponentResource parent, Output<String> account) {
        new SqlResourceSqlDatabase(
                "database",
                SqlResourceSqlDatabaseArgs.builder()
                        .resourceGroupName("group")
                        .accountName(account)
                        .databaseName("database")
                        .resource(
                                SqlDatabaseResourceArgs.builder().id("database").build())
                        .build(),
                CustomResourceOptions.builder().parent(parent).build());
    }

    private static ResourceGroup group(ComponentResource parent, String name) {
        return new ResourceGroup(
                name,
                ResourceGroupArgs.builder().location("japaneast").build(),
                CustomResourceOptions.builder().parent(parent).build());
    }
}
