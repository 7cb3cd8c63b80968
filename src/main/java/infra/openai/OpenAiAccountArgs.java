package infra.openai;

import infra.azure.ResourceGroupRef;
import infra.identity.IdentityRef;
import infra.monitoring.WorkspaceRef;
import infra.network.PrivatePlaceRef;
import infra.settings.DataBoundary;
import infra.settings.Settings;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Arguments of {@link OpenAiAccount}.
 *
 * @param subDomain name of the account and first label of its host name
 * @param deployments in the order in which they are created
 * @param dataBoundary how far the settings let its data travel
 * @param caller the one identity that may call it
 * @param contentFilter name of the content filter of every deployment
 */
public record OpenAiAccountArgs(
        ResourceGroupRef group,
        String subDomain,
        String region,
        List<Settings.Model> deployments,
        DataBoundary dataBoundary,
        IdentityRef caller,
        PrivatePlaceRef place,
        WorkspaceRef workspace,
        String contentFilter) {

    /** Azure takes 64 characters as the account's name, but DNS takes 63 as a label of its host name. */
    private static final Pattern SUB_DOMAIN = Pattern.compile("[a-z0-9][a-z0-9-]{0,61}[a-z0-9]");

    public OpenAiAccountArgs {
        if (!SUB_DOMAIN.matcher(subDomain).matches()) {
            throw new IllegalArgumentException(
                    "subDomain: " + subDomain + " (expected: 2 to 63 lower-case letters, digits and '-')");
        }
        // Azure OpenAI quotas and limits: 32 standard deployments per resource.
        if (deployments.isEmpty() || deployments.size() > 32) {
            throw new IllegalArgumentException("deployments: " + deployments.size() + " (expected: 1 to 32)");
        }
        var names = deployments.stream().map(Settings.Model::name).toList();
        if (names.stream().distinct().count() < names.size()) {
            throw new IllegalArgumentException("deployments: " + names + " (expected: each name once)");
        }
        deployments = List.copyOf(deployments);
        Objects.requireNonNull(dataBoundary, "dataBoundary");
        Objects.requireNonNull(caller, "caller");
        Objects.requireNonNull(place, "place");
        Objects.requireNonNull(workspace, "workspace");
    }

    public static Builder builder(
            ResourceGroupRef group, String subDomain, String region, List<Settings.Model> deployments) {
        return new Builder(group, subDomain, region, deployments);
    }

    /** Builds the arguments; the data boundary is the region unless it is widened. */
    public static final class Builder {

        private final ResourceGroupRef group;
        private final String subDomain;
        private final String region;
        private final List<Settings.Model> deployments;
        private DataBoundary dataBoundary = DataBoundary.REGION;
        private IdentityRef caller;
        private PrivatePlaceRef place;
        private WorkspaceRef workspace;
        private String contentFilter = "Microsoft.DefaultV2";

        private Builder(ResourceGroupRef group, String subDomain, String region, List<Settings.Model> deployments) {
            this.group = group;
            this.subDomain = subDomain;
            this.region = region;
            this.deployments = deployments;
        }

        public Builder dataBoundary(DataBoundary value) {
            dataBoundary = value;
            return this;
        }

        public Builder caller(IdentityRef value) {
            caller = value;
            return this;
        }

        public Builder place(PrivatePlaceRef value) {
            place = value;
            return this;
        }

        public Builder workspace(WorkspaceRef value) {
            workspace = value;
            return this;
        }

        public Builder contentFilter(String value) {
            contentFilter = value;
            return this;
        }

        public OpenAiAccountArgs build() {
            return new OpenAiAccountArgs(
                    group, subDomain, region, deployments, dataBoundary, caller, place, workspace, contentFilter);
        }
    }
}
