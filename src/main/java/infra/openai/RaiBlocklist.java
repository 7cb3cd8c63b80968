package infra.openai;

import com.pulumi.core.Output;
import com.pulumi.core.annotations.Export;
import com.pulumi.core.annotations.Import;
import com.pulumi.core.annotations.ResourceType;
import com.pulumi.resources.CustomResource;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.ResourceArgs;

/** A list of blocked words of an account; why it is written by hand is said at {@link RaiPolicy}. */
@ResourceType(type = RaiBlocklist.TYPE)
final class RaiBlocklist extends CustomResource {

    static final String TYPE = "azure-native:cognitiveservices/v20241001:RaiBlocklist";

    @Export(
            name = "name",
            refs = {String.class},
            tree = "[0]")
    private Output<String> name;

    RaiBlocklist(String name, Args args, CustomResourceOptions options) {
        super(TYPE, name, args, options);
    }

    Output<String> name() {
        return name;
    }

    static final class Args extends ResourceArgs {

        @Import(name = "resourceGroupName", required = true)
        private final Output<String> resourceGroupName;

        @Import(name = "accountName", required = true)
        private final Output<String> accountName;

        @Import(name = "raiBlocklistName", required = true)
        private final Output<String> raiBlocklistName;

        @Import(name = "properties")
        private final Output<Properties> properties;

        Args(ContentFilterArgs args, String blocklistName) {
            this.resourceGroupName = args.group().name();
            this.accountName = args.accountName();
            this.raiBlocklistName = Output.of(blocklistName);
            this.properties =
                    Output.of(new Properties("Words of " + args.filter().name()));
        }
    }

    static final class Properties extends ResourceArgs {

        @Import(name = "description")
        private final Output<String> description;

        Properties(String description) {
            this.description = Output.of(description);
        }
    }
}
