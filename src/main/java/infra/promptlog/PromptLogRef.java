package infra.promptlog;

import com.pulumi.core.Output;
import com.pulumi.resources.Resource;
import java.util.List;

/**
 * A prompt log as its users need it.
 *
 * @param endpoint URL of the data plane
 * @param database name of the database that holds both containers
 * @param ready what must exist before a record can be written: the private name and the writer's role
 */
public record PromptLogRef(Output<String> id, Output<String> endpoint, String database, List<Resource> ready) {

    public PromptLogRef {
        ready = List.copyOf(ready);
    }
}
