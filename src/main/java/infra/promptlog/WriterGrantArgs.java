package infra.promptlog;

import com.pulumi.core.Output;
import com.pulumi.resources.Resource;
import infra.azure.ResourceGroupRef;
import infra.identity.IdentityRef;
import java.util.List;

/**
 * Arguments of {@link WriterGrant}.
 *
 * @param containers names of those that the grantee may add to
 * @param after what must exist before
 */
public record WriterGrantArgs(
        ResourceGroupRef group,
        String accountName,
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
