package infra.containerapps;

import com.pulumi.core.Output;
import com.pulumi.resources.Resource;
import infra.azure.ResourceGroupRef;
import infra.identity.IdentityRef;
import infra.settings.ResponseKey;
import infra.settings.Settings;
import infra.settings.Words;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Arguments of {@link ProxyApp}.
 *
 * @param image reference by digest
 * @param registryServer host name of the registry that the image is pulled from
 * @param identity that pulls the image and calls the accounts
 * @param configuration the document of {@code proxy/config.schema.json}
 * @param responseKey of every replica; each draws its own when empty
 * @param words that are looked for in prompts and answers
 * @param graceSeconds between SIGTERM and SIGKILL
 * @param sourceTag shown as a tag, so that a preview says whether the image changes
 * @param after what must exist before the first replica starts
 */
public record ProxyAppArgs(
        ResourceGroupRef group,
        String appName,
        EnvironmentRef environment,
        Output<String> image,
        Output<String> registryServer,
        IdentityRef identity,
        Output<String> configuration,
        Optional<ResponseKey> responseKey,
        Words words,
        Settings.Replicas replicas,
        int graceSeconds,
        String sourceTag,
        List<Resource> after) {

    private static final Pattern APP_NAME = Pattern.compile("(?!.*--)[a-z][a-z0-9-]{0,30}[a-z0-9]");

    public ProxyAppArgs {
        if (!APP_NAME.matcher(appName).matches()) {
            throw new IllegalArgumentException("appName: " + appName
                    + " (expected: 2 to 32 lower-case letters, digits and single '-', a letter first)");
        }
        if (graceSeconds < 0 || graceSeconds > 600) {
            throw new IllegalArgumentException("graceSeconds: " + graceSeconds + " (expected: 0 to 600)");
        }
        Objects.requireNonNull(image, "image");
        Objects.requireNonNull(registryServer, "registryServer");
        Objects.requireNonNull(identity, "identity");
        Objects.requireNonNull(configuration, "configuration");
        after = List.copyOf(after);
    }

    public static Builder builder(ResourceGroupRef group, String appName, EnvironmentRef environment) {
        return new Builder(group, appName, environment);
    }

    /** Builds the arguments; one to three replicas and half a minute of grace unless said otherwise. */
    public static final class Builder {

        private final ResourceGroupRef group;
        private final String appName;
        private final EnvironmentRef environment;
        private Output<String> image;
        private Output<String> registryServer;
        private IdentityRef identity;
        private Output<String> configuration;
        private Optional<ResponseKey> responseKey = Optional.empty();
        private Words words = Words.NONE;
        private Settings.Replicas replicas = new Settings.Replicas(1, 3);
        private int graceSeconds = 30;
        private String sourceTag = "";
        private List<Resource> after = List.of();

        private Builder(ResourceGroupRef group, String appName, EnvironmentRef environment) {
            this.group = group;
            this.appName = appName;
            this.environment = environment;
        }

        public Builder image(Output<String> reference, Output<String> server, String source) {
            image = reference;
            registryServer = server;
            sourceTag = source;
            return this;
        }

        public Builder identity(IdentityRef value) {
            identity = value;
            return this;
        }

        public Builder configuration(Output<String> value) {
            configuration = value;
            return this;
        }

        public Builder responseKey(Optional<ResponseKey> value) {
            responseKey = value;
            return this;
        }

        public Builder words(Words value) {
            words = value;
            return this;
        }

        public Builder replicas(Settings.Replicas value) {
            replicas = value;
            return this;
        }

        public Builder graceSeconds(int value) {
            graceSeconds = value;
            return this;
        }

        public Builder after(List<Resource> value) {
            after = value;
            return this;
        }

        public ProxyAppArgs build() {
            return new ProxyAppArgs(
                    group,
                    appName,
                    environment,
                    image,
                    registryServer,
                    identity,
                    configuration,
                    responseKey,
                    words,
                    replicas,
                    graceSeconds,
                    sourceTag,
                    after);
        }
    }
}
