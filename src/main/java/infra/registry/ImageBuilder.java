package infra.registry;

import java.util.Optional;

/** Makes and delivers the proxy's image. Its sources, not its bytes, decide whether it changes. */
public interface ImageBuilder {

    /** Digest of all that goes into the image, computed without building it. */
    String sourceTag();

    /** {@code sha256:…} of the image of {@link #sourceTag()}, if it has been built before. */
    Optional<String> knownDigest();

    /**
     * Brings the image into the registry, unless it is there already.
     *
     * @param loginServer host name of the registry
     * @return {@code sha256:…} of the image
     * @throws IllegalStateException when the parts of the image are missing or stale, or the registry refuses it
     */
    String publish(String loginServer);
}
