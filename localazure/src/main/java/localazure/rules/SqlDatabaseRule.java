package localazure.rules;

import com.fasterxml.jackson.databind.node.ObjectNode;
import localazure.arm.ArmException;
import localazure.arm.Change;
import localazure.arm.ResourceType;
import localazure.arm.Rule;

/** Databases of a Cosmos DB account. Sources: those of {@link CosmosAccounts}. */
final class SqlDatabaseRule implements Rule {
    /** Also the rule of containers (Microsoft Learn: Azure Cosmos DB service quotas). */
    static final ResourceType.NameRule NAMES = ResourceType.NameRule.of(
            "[^/\\\\#?]{0,254}[^/\\\\#? ]", "1..255 characters without / \\ # ?, no space at the end");

    private static final ResourceType TYPE = ResourceType.inGroup(
            Tokens.SQL_DATABASE,
            "Microsoft.DocumentDB/databaseAccounts/{accountName}/sqlDatabases/{databaseName}",
            ResourceType.AutoName.COPY,
            ResourceType.Placement.NONE,
            NAMES);

    @Override
    public ResourceType type() {
        return TYPE;
    }

    @Override
    public String occupies(String id, ObjectNode inputs) {
        return CosmosAccounts.of(id);
    }

    @Override
    public ArmException occupied(String account) {
        return CosmosAccounts.occupied(account);
    }

    @Override
    public void apply(Change change) {
        CosmosAccounts.checkId(change);
        CosmosAccounts.checkThroughput(change);
        CosmosAccounts.answer(change);
    }
}
