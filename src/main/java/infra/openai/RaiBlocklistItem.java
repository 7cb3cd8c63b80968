package infra.openai;

import com.pulumi.core.Output;
import com.pulumi.core.annotations.Import;
import com.pulumi.core.annotations.ResourceType;
import com.pulumi.resources.CustomResource;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.ResourceArgs;
import infra.settings.FilterProfile.Word;

/** A word of a list; why it is written by hand is said at {@link RaiPolicy}. */
@ResourceType(type = RaiBlocklistItem.TYPE)
final class RaiBlocklistItem extends CustomResource {

    static final String TYPE = "azure-native:cognitiveservices/v20241001:RaiBlocklistItem";

    RaiBlocklistItem(String name, Args args, CustomResourceOptions options) {
        super(TYPE, name, args, options);
    }

    static final class Args extends ResourceArgs {

        @Import(name = "resourceGroupName", required = true)
        private final Output<String> resourceGroupName;

        @Import(name = "accountName", required = true)
        private final Output<String> accountName;

        @Import(name = "raiBlocklistName", required = true)
        private final Output<String> raiBlocklistName;

        @Import(name = "raiBlocklistItemName", required = true)
        private final Output<String> raiBlocklistItemName;

        @Import(name = "properties")
        private final Output<Properties> properties;

        Args(ContentFilterArgs args, Output<String> blocklistName, String itemName, Word word) {
            this.resourceGroupName = args.group().name();
            this.accountName = args.accountName();
            this.raiBlocklistName = blocklistName;
            this.raiBlocklistItemName = Output.of(itemName);
            this.properties = Output.of(new Properties(word));
        }
    }

    static final class Properties extends ResourceArgs {

        @Import(name = "pattern")
        private final Output<String> pattern;

        @Import(name = "isRegex")
        private final Output<Boolean> isRegex;

        Properties(Word word) {
            this.pattern = Output.of(word.pattern());
            this.isRegex = Output.of(word.regex());
        }
    }
}
