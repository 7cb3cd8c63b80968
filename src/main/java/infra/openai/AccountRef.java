package infra.openai;

import com.pulumi.core.Output;
import com.pulumi.resources.Resource;
import java.util.List;

/**
 * An OpenAI account as its users need it.
 *
 * @param ready what must exist before the account can be called: its deployments, its private name, the caller's role
 */
public record AccountRef(Output<String> id, Output<String> endpoint, List<Resource> ready) {

    public AccountRef {
        ready = List.copyOf(ready);
    }
}
