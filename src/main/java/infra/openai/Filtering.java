package infra.openai;

import com.pulumi.resources.ProviderResource;
import infra.settings.FilterProfile;
import java.util.List;

/** The content filters that an account has for its deployments to name. */
public sealed interface Filtering {

    /** Those of Azure alone. */
    record Default() implements Filtering {}

    /**
     * Some of its own too.
     *
     * @param provider of a plugin that knows {@code azure-native:cognitiveservices/v20241001:RaiPolicy}
     */
    record Own(List<FilterProfile> filters, ProviderResource provider) implements Filtering {
        public Own {
            filters = List.copyOf(filters);
        }
    }
}
