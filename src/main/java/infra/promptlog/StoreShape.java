package infra.promptlog;

import com.pulumi.azurenative.documentdb.DatabaseAccountArgs;
import com.pulumi.azurenative.documentdb.enums.DatabaseAccountOfferType;
import com.pulumi.azurenative.documentdb.enums.DefaultConsistencyLevel;
import com.pulumi.azurenative.documentdb.enums.NetworkAclBypass;
import com.pulumi.azurenative.documentdb.inputs.ConsistencyPolicyArgs;
import com.pulumi.azurenative.documentdb.inputs.ContainerPartitionKeyArgs;
import com.pulumi.azurenative.documentdb.inputs.ContinuousModeBackupPolicyArgs;
import com.pulumi.azurenative.documentdb.inputs.ContinuousModePropertiesArgs;
import com.pulumi.azurenative.documentdb.inputs.ExcludedPathArgs;
import com.pulumi.azurenative.documentdb.inputs.IncludedPathArgs;
import com.pulumi.azurenative.documentdb.inputs.IndexingPolicyArgs;
import com.pulumi.azurenative.documentdb.inputs.LocationArgs;
import com.pulumi.azurenative.documentdb.inputs.SqlContainerResourceArgs;
import infra.settings.Settings;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What the account and its containers look like. */
final class StoreShape {

    private static final int SECONDS_A_DAY = 24 * 60 * 60;

    private StoreShape() {}

    record Container(String name, SqlContainerResourceArgs resource) {}

    static DatabaseAccountArgs account(PromptLogArgs args) {
        var settings = args.settings();
        return DatabaseAccountArgs.builder()
                .resourceGroupName(args.group().name())
                .accountName(args.accountName())
                .location(settings.region())
                .kind("GlobalDocumentDB")
                .databaseAccountOfferType(DatabaseAccountOfferType.Standard)
                .locations(LocationArgs.builder()
                        .locationName(settings.region())
                        .failoverPriority(0)
                        .isZoneRedundant(settings.zoneRedundant())
                        .build())
                .consistencyPolicy(ConsistencyPolicyArgs.builder()
                        .defaultConsistencyLevel(DefaultConsistencyLevel.Session)
                        .build())
                .disableLocalAuth(true)
                .disableKeyBasedMetadataWriteAccess(true)
                .publicNetworkAccess("Disabled")
                .networkAclBypass(NetworkAclBypass.None)
                .minimalTlsVersion("Tls12")
                // Seven days: a restore brings back what was erased meanwhile, so the window is the shortest there is.
                .backupPolicy(ContinuousModeBackupPolicyArgs.builder()
                        .type("Continuous")
                        .continuousModeProperties(ContinuousModePropertiesArgs.builder()
                                .tier("Continuous7Days")
                                .build())
                        .build())
                .tags(tags(args))
                .build();
    }

    private static Map<String, String> tags(PromptLogArgs args) {
        var tags = new TreeMap<>(args.stamp().tags());
        tags.put("dataClassification", "personal");
        tags.put("retentionDays", String.valueOf(args.settings().retentionDays()));
        return tags;
    }

    /** Records by pseudonymous subject. Their text is not indexed: nobody searches it, and each write would pay for it. */
    static Container prompts(Settings.PromptLog settings) {
        var resource = container("prompts", "/subject", "/prompt/*", "/answer/*")
                .defaultTtl(settings.retentionDays() * SECONDS_A_DAY)
                .build();
        return new Container("prompts", resource);
    }

    /** What is known of a subject, such as a restriction: no text. It stays until it is erased or says otherwise itself. */
    static Container subjects() {
        return new Container(
                "subjects", container("subjects", "/subject").defaultTtl(-1).build());
    }

    private static SqlContainerResourceArgs.Builder container(String name, String key, String... unindexed) {
        var excluded = Stream.concat(Stream.of(unindexed), Stream.of("/\"_etag\"/?"))
                .map(path -> ExcludedPathArgs.builder().path(path).build())
                .toList();
        return SqlContainerResourceArgs.builder()
                .id(name)
                .partitionKey(ContainerPartitionKeyArgs.builder()
                        .kind("Hash")
                        .paths(key)
                        .version(2)
                        .build())
                .indexingPolicy(IndexingPolicyArgs.builder()
                        .indexingMode("consistent")
                        .automatic(true)
                        .includedPaths(IncludedPathArgs.builder().path("/*").build())
                        .excludedPaths(excluded)
                        .build());
    }
}
