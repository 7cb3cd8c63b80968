package infra.registry;

import com.pulumi.core.Output;
import com.pulumi.core.internal.OutputData;
import com.pulumi.core.internal.OutputInternal;
import com.pulumi.deployment.Deployment;

/** The reference of the proxy's image, by digest. */
public final class ProxyImage {

    private ProxyImage() {}

    /**
     * {@code LOGIN_SERVER/proxy@sha256:…}. An update pushes the image once the registry exists. A preview pushes and builds
     * nothing: it knows the digest of an image that was built before, and of any other it says that it is not known yet.
     */
    public static Output<String> reference(RegistryRef registry, ImageBuilder builder) {
        var preview = Deployment.getInstance().isDryRun();
        return Output.tuple(registry.loginServer(), registry.id()).apply(both -> {
            var digest = preview
                    ? builder.knownDigest(both.t1).map(Output::of).orElseGet(ProxyImage::unknown)
                    : Output.of(builder.publish(both.t1));
            return Output.format("%s/proxy@%s", both.t1, digest);
        });
    }

    /**
     * A value that only an update can know. The SDK makes such values for the outputs of new resources and has no public way
     * to make one; a made-up digest would reach the policies as if it were real.
     */
    private static Output<String> unknown() {
        return new OutputInternal<>(OutputData.<String>unknown());
    }
}
