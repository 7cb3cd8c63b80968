package localazure.rules;

import localazure.arm.Change;
import localazure.arm.ResourceType;

/** Databases of a Cosmos DB account. Sources: those of {@link CosmosAccounts}. */
final class SqlDatabaseRule implements CosmosRule {
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
    public void apply(Change change) {
        CosmosAccounts.checkId(change);
        CosmosAccounts.checkThroughput(change);
        CosmosAccounts.answer(change);
    }
}
