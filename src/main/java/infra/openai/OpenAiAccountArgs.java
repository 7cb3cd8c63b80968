package infra.openai;

import infra.azure.GeographyStamp;
import infra.azure.SubscriptionRef;
import infra.identity.IdentityRef;
import infra.monitoring.WorkspaceRef;
import infra.network.PrivatePlaceRef;
import infra.settings.DataBoundary;
import infra.settings.FilterProfile;
import infra.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Arguments of {@link OpenAiAccount}.
 *
 * @param home where it is; its private endpoint is where the place says
 * @param stamp where its data is unless a deployment's SKU says so, and may be; becomes tags
 * @param subDomain name of the account and first label of its host name
 * @param deployments in the order in which they are created
 * @param dataBoundary how far the settings let its data travel
 * @param caller the one identity that may call it
 * @param filtering must have every content filter that a deployment names
 * @param protect whether the engine refuses to delete it
 */
public record OpenAiAccountArgs(
        SubscriptionRef home,
        String subDomain,
        String region,
        GeographyStamp stamp,
        List<Settings.Model> deployments,
        DataBoundary dataBoundary,
        IdentityRef caller,
        PrivatePlaceRef place,
        WorkspaceRef workspace,
        Filtering filtering,
        boolean protect) {

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
        checkFilters(deployments, filtering);
        deployments = List.copyOf(deployments);
        Objects.requireNonNull(dataBoundary, "dataBoundary");
        Objects.requireNonNull(caller, "caller");
        Objects.requireNonNull(place, "place");
        Objects.requireNonNull(workspace, "workspace");
    }

    private static void checkFilters(List<Settings.Model> deployments, Filtering filtering) {
        var known = new ArrayList<>(List.of("Microsoft.Default", FilterProfile.DEFAULT));
        if (filtering instanceof Filtering.Own own) own.filters().forEach(filter -> known.add(filter.name()));
        for (var deployment : deployments) {
            if (!known.contains(deployment.contentFilter())) {
                throw new IllegalArgumentException("deployments." + deployment.name() + ".contentFilter: "
                        + deployment.contentFilter() + " (expected: one of " + String.join(", ", known) + ")");
            }
        }
    }

    public static Builder builder(
            SubscriptionRef home,
            String subDomain,
            String region,
            GeographyStamp stamp,
            List<Settings.Model> deployments) {
        return new Builder(home, subDomain, region, stamp, deployments);
    }

    /** Builds the arguments; the data boundary is the region unless it is widened, the filters are Azure's, nothing is protected. */
    public static final class Builder {

        private final SubscriptionRef home;
        private final String subDomain;
        private final String region;
        private final GeographyStamp stamp;
        private final List<Settings.Model> deployments;
        private DataBoundary dataBoundary = DataBoundary.REGION;
        private IdentityRef caller;
        private PrivatePlaceRef place;
        private WorkspaceRef workspace;
        private Filtering filtering = new Filtering.Default();
        private boolean protect;

        private Builder(
                SubscriptionRef home,
                String subDomain,
                String region,
                GeographyStamp stamp,
                List<Settings.Model> deployments) {
            this.home = home;
            this.subDomain = subDomain;
            this.region = region;
            this.stamp = stamp;
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

        public Builder filtering(Filtering value) {
            filtering = value;
            return this;
        }

        public Builder protect(boolean value) {
            protect = value;
            return this;
        }

        public OpenAiAccountArgs build() {
            return new OpenAiAccountArgs(
                    home,
                    subDomain,
                    region,
                    stamp,
                    deployments,
                    dataBoundary,
                    caller,
                    place,
                    workspace,
                    filtering,
                    protect);
        }
    }
}
