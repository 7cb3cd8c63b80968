package infra.network;

import com.pulumi.core.Output;
import com.pulumi.resources.Resource;
import java.util.List;

/**
 * Arguments of {@link PrivateEndpoint}.
 *
 * @param target resource id of the service; it may be in any region
 * @param groupId Azure's name of the part of the service that is reached, for instance account or registry
 * @param after what must exist before
 */
public record PrivateEndpointArgs(PrivatePlaceRef place, Output<String> target, String groupId, List<Resource> after) {

    public PrivateEndpointArgs {
        after = List.copyOf(after);
    }
}
