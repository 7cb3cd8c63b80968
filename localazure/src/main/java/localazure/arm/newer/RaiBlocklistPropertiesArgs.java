package localazure.arm.newer;

import com.pulumi.core.Output;
import com.pulumi.core.annotations.Import;

/** What a list of words is. */
final class RaiBlocklistPropertiesArgs {
    @Import(name = "description")
    Output<String> description;
}
