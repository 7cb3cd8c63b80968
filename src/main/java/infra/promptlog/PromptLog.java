package infra.promptlog;

import com.pulumi.azurenative.documentdb.DatabaseAccount;
import com.pulumi.azurenative.documentdb.SqlResourceSqlContainer;
import com.pulumi.azurenative.documentdb.SqlResourceSqlContainerArgs;
import com.pulumi.azurenative.documentdb.SqlResourceSqlDatabase;
import com.pulumi.azurenative.documentdb.SqlResourceSqlDatabaseArgs;
import com.pulumi.azurenative.documentdb.inputs.AutoscaleSettingsArgs;
import com.pulumi.azurenative.documentdb.inputs.CreateUpdateOptionsArgs;
import com.pulumi.azurenative.documentdb.inputs.SqlDatabaseResourceArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.Resource;
import infra.monitoring.Diagnostics;
import infra.monitoring.DiagnosticsArgs;
import infra.network.PrivateEndpoint;
import infra.network.PrivateEndpointArgs;
import java.util.List;
import java.util.Map;

/**
 * The store of prompts and answers: a Cosmos DB account without keys and without a public side, the containers {@code prompts}
 * and {@code subjects}, and one identity that may add records and do nothing else.
 */
public final class PromptLog extends ComponentResource {

    private static final String TYPE = "infra:promptlog:PromptLog";
    private static final String DATABASE = "promptlog";

    private final PromptLogArgs args;
    private final Output<String> name;
    private final PromptLogRef ref;

    public PromptLog(String name, PromptLogArgs args, ComponentResourceOptions options) {
        super(TYPE, name, options);
        this.args = args;
        var account = new DatabaseAccount(name, StoreShape.account(args), child(args.protect(), List.of()));
        var database = database(name, account);
        var prompts = container(name, database, account, database, StoreShape.prompts(args.settings()));
        var subjects = container(name, prompts, account, database, StoreShape.subjects());
        var grant = new WriterGrant(
                name + "-writer",
                new WriterGrantArgs(
                        args.group(),
                        account.name(),
                        account.id(),
                        DATABASE,
                        List.of("prompts", "subjects"),
                        args.writer(),
                        subjects),
                component());
        // Last: Azure locks the account while a part of it is made (412 PreconditionFailed).
        var endpoint = new PrivateEndpoint(
                name, new PrivateEndpointArgs(args.place(), account.id(), "Sql", List.of(grant.ready())), component());
        new Diagnostics(name, DiagnosticsArgs.dedicated(args.workspace(), account.id()), component());
        this.name = account.name();
        this.ref = new PromptLogRef(
                account.id(), account.documentEndpoint(), DATABASE, List.of(endpoint.ready(), grant.ready()));
        registerOutputs(Map.of("resourceId", ref.id(), "endpoint", ref.endpoint()));
    }

    private SqlResourceSqlDatabase database(String name, DatabaseAccount account) {
        // Both containers share it: they are written by the same one.
        var most = AutoscaleSettingsArgs.builder()
                .maxThroughput(args.settings().maxRequestUnits())
                .build();
        return new SqlResourceSqlDatabase(
                name + "-" + DATABASE,
                SqlResourceSqlDatabaseArgs.builder()
                        .resourceGroupName(args.group().name())
                        .accountName(account.name())
                        .databaseName(DATABASE)
                        .resource(SqlDatabaseResourceArgs.builder().id(DATABASE).build())
                        .options(CreateUpdateOptionsArgs.builder()
                                .autoscaleSettings(most)
                                .build())
                        .build(),
                child(args.protect(), List.of()));
    }

    private SqlResourceSqlContainer container(
            String name,
            Resource before,
            DatabaseAccount account,
            SqlResourceSqlDatabase database,
            StoreShape.Container wanted) {
        return new SqlResourceSqlContainer(
                name + "-" + wanted.name(),
                SqlResourceSqlContainerArgs.builder()
                        .resourceGroupName(args.group().name())
                        .accountName(account.name())
                        .databaseName(database.name())
                        .containerName(wanted.name())
                        .resource(wanted.resource())
                        .build(),
                // One at a time: Azure locks the account while a part of it is made (412 PreconditionFailed).
                child(args.protect(), List.of(before)));
    }

    private CustomResourceOptions child(boolean protect, List<Resource> after) {
        return CustomResourceOptions.builder()
                .parent(this)
                .protect(protect)
                .dependsOn(after)
                .build();
    }

    private ComponentResourceOptions component() {
        return ComponentResourceOptions.builder().parent(this).build();
    }

    public Output<String> resourceId() {
        return ref.id();
    }

    public Output<String> name() {
        return name;
    }

    public PromptLogRef ref() {
        return ref;
    }
}
