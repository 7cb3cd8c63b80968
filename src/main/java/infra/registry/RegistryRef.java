package infra.registry;

import com.pulumi.core.Output;
import com.pulumi.resources.Resource;
import java.util.List;

/**
 * A container registry as its users need it.
 *
 * @param ready what must exist before an image can be pulled: the puller's role and the private name
 */
public record RegistryRef(Output<String> id, Output<String> loginServer, List<Resource> ready) {

    public RegistryRef {
        ready = List.copyOf(ready);
    }
}
