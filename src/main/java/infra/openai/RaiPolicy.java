package infra.openai;

import com.pulumi.core.Output;
import com.pulumi.core.annotations.Import;
import com.pulumi.core.annotations.ResourceType;
import com.pulumi.resources.CustomResource;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.ResourceArgs;
import java.util.List;

/**
 * A content filter of an account. azure-native 2.10.0 has no class for it and its plugin does not know it; a 3.x SDK
 * replaces this class. Properties: Azure/bicep-types-az, {@code cognitiveservices/2024-10-01}.
 */
@ResourceType(type = RaiPolicy.TYPE)
final class RaiPolicy extends CustomResource {

    static final String TYPE = "azure-native:cognitiveservices/v20241001:RaiPolicy";

    RaiPolicy(String name, Args args, CustomResourceOptions options) {
        super(TYPE, name, args, options);
    }

    static final class Args extends ResourceArgs {

        @Import(name = "resourceGroupName", required = true)
        private final Output<String> resourceGroupName;

        @Import(name = "accountName", required = true)
        private final Output<String> accountName;

        @Import(name = "raiPolicyName", required = true)
        private final Output<String> raiPolicyName;

        @Import(name = "properties", required = true)
        private final Output<Properties> properties;

        Args(ContentFilterArgs args, Properties properties) {
            this.resourceGroupName = args.group().name();
            this.accountName = args.accountName();
            this.raiPolicyName = Output.of(args.filter().name());
            this.properties = Output.of(properties);
        }
    }

    static final class Properties extends ResourceArgs {

        @Import(name = "basePolicyName")
        private final Output<String> basePolicyName;

        @Import(name = "mode")
        private final Output<String> mode;

        @Import(name = "contentFilters")
        private final Output<List<Filter>> contentFilters;

        @Import(name = "customBlocklists")
        private final Output<List<Blocklist>> customBlocklists;

        Properties(String basePolicyName, String mode, List<Filter> filters, List<Blocklist> blocklists) {
            this.basePolicyName = Output.of(basePolicyName);
            this.mode = Output.of(mode);
            this.contentFilters = Output.of(filters);
            this.customBlocklists = Output.of(blocklists);
        }
    }

    static final class Filter extends ResourceArgs {

        @Import(name = "name")
        private final Output<String> name;

        @Import(name = "source")
        private final Output<String> source;

        @Import(name = "enabled")
        private final Output<Boolean> enabled;

        @Import(name = "blocking")
        private final Output<Boolean> blocking;

        @Import(name = "severityThreshold")
        private final Output<String> severityThreshold;

        /** @param severityThreshold null where a filter has none */
        Filter(String name, String source, boolean enabled, boolean blocking, String severityThreshold) {
            this.name = Output.of(name);
            this.source = Output.of(source);
            this.enabled = Output.of(enabled);
            this.blocking = Output.of(blocking);
            this.severityThreshold = severityThreshold == null ? null : Output.of(severityThreshold);
        }
    }

    static final class Blocklist extends ResourceArgs {

        @Import(name = "blocklistName")
        private final Output<String> blocklistName;

        @Import(name = "blocking")
        private final Output<Boolean> blocking = Output.of(true);

        @Import(name = "source")
        private final Output<String> source;

        Blocklist(String blocklistName, String source) {
            this.blocklistName = Output.of(blocklistName);
            this.source = Output.of(source);
        }
    }
}
