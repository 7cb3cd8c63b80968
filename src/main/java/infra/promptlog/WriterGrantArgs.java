package infra.promptlog;

import com.pulumi.core.Output;
import com.pulumi.resources.Resource;
import infra.azure.ResourceGroupRef;
import infra.identity.IdentityRef;
import java.util.List;

/**
 * Arguments of {@link WriterGrant}.
 *
 * @param accountName from the account itself: a grant goes with its account when another takes that one's place
 * @param containers names of those that the grantee may add to
 * @param after what must exist before
 */
public record WriterGrantArgs(
        ResourceGroupRef group,
        Output<String> accountName,
        Output<String> accountId,
        String database,
        List<String> containers,
        IdentityRef grantee,
        Resource after) {

    public WriterGrantArgs {
        containers = List.copyOf(containers);
        if (containers.isEmpty()) throw new IllegalArgumentException("containers: none (expected: one or more)");
    }
}
