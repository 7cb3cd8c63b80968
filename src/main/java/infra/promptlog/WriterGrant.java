package infra.promptlog;

import com.pulumi.azurenative.documentdb.SqlResourceSqlRoleAssignment;
import com.pulumi.azurenative.documentdb.SqlResourceSqlRoleAssignmentArgs;
import com.pulumi.azurenative.documentdb.SqlResourceSqlRoleDefinition;
import com.pulumi.azurenative.documentdb.SqlResourceSqlRoleDefinitionArgs;
import com.pulumi.azurenative.documentdb.enums.RoleDefinitionType;
import com.pulumi.azurenative.documentdb.inputs.PermissionArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.Resource;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;

/**
 * Lets one identity add items to containers. It cannot read, change or delete any: a stolen token reads no prompt. Roles of Azure
 * itself give no access to items (Microsoft Learn, "Azure Cosmos DB for NoSQL data plane security reference").
 */
public final class WriterGrant extends ComponentResource {

    private static final String TYPE = "infra:promptlog:WriterGrant";

    private final SqlResourceSqlRoleDefinition definition;
    private final Resource last;

    public WriterGrant(String name, WriterGrantArgs args, ComponentResourceOptions options) {
        super(TYPE, name, options);
        this.definition = definition(name, args);
        this.last = assignments(name, args);
        registerOutputs(Map.of("resourceId", definition.id()));
    }

    private SqlResourceSqlRoleDefinition definition(String name, WriterGrantArgs args) {
        var scopes = Output.all(args.containers().stream()
                .map(container -> scope(args, container))
                .toList());
        return new SqlResourceSqlRoleDefinition(
                name + "-role",
                SqlResourceSqlRoleDefinitionArgs.builder()
                        .resourceGroupName(args.group().name())
                        .accountName(args.accountName())
                        .roleDefinitionId(guid(args, "role"))
                        .roleName("Prompt log writer")
                        .type(RoleDefinitionType.CustomRole)
                        .assignableScopes(scopes)
                        .permissions(PermissionArgs.builder()
                                .dataActions(
                                        // Every client asks where containers and partitions are.
                                        "Microsoft.DocumentDB/databaseAccounts/readMetadata",
                                        "Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers/items/create")
                                .build())
                        .build(),
                after(args.after()));
    }

    /** @return the last one */
    private Resource assignments(String name, WriterGrantArgs args) {
        Resource before = definition;
        for (var container : args.containers()) {
            before = new SqlResourceSqlRoleAssignment(
                    name + "-" + container,
                    SqlResourceSqlRoleAssignmentArgs.builder()
                            .resourceGroupName(args.group().name())
                            .accountName(args.accountName())
                            .roleAssignmentId(guid(args, container))
                            .roleDefinitionId(definition.id())
                            .principalId(args.grantee().principalId())
                            .scope(scope(args, container))
                            .build(),
                    after(before));
        }
        return before;
    }

    private static Output<String> scope(WriterGrantArgs args, String container) {
        return Output.format("%s/dbs/%s/colls/%s", args.accountId(), args.database(), container);
    }

    /** Names of roles and assignments are GUIDs; these follow from what they name. */
    private static Output<String> guid(WriterGrantArgs args, String purpose) {
        return args.accountName()
                .applyValue(account -> UUID.nameUUIDFromBytes(
                                (account + "/writer/" + purpose).getBytes(StandardCharsets.UTF_8))
                        .toString());
    }

    private CustomResourceOptions after(Resource before) {
        // One at a time: Azure locks the account while a part of it is made (412 PreconditionFailed).
        return CustomResourceOptions.builder().parent(this).dependsOn(before).build();
    }

    public Output<String> resourceId() {
        return definition.id();
    }

    public Output<String> name() {
        return definition.name();
    }

    /** What a writer waits for. */
    public Resource ready() {
        return last;
    }
}
