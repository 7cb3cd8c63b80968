package localazure.arm.newer;

import com.pulumi.core.Output;
import com.pulumi.core.annotations.Import;

/** What a word is. */
final class RaiBlocklistItemPropertiesArgs {
    @Import(name = "pattern")
    Output<String> pattern;

    @Import(name = "isRegex")
    Output<Boolean> isRegex;
}
