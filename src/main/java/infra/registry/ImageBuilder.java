package infra.registry;

import java.util.Optional;

/** Makes and delivers the proxy's image. Its sources, not its bytes, decide whether it changes: one tag is one image for good. */
public interface ImageBuilder {

    /** Digest of all that goes into the image, computed without building it. */
    String sourceTag();

    /**
     * {@code sha256:…} of the image of {@link #sourceTag()} in that registry, if this machine has brought or found it there before.
     *
     * @param loginServer host name of the registry
     */
    Optional<String> knownDigest(String loginServer);

    /**
     * Brings the image into the registry, unless its tag is there already: then nothing is built or pushed.
     *
     * @param loginServer host name of the registry
     * @return {@code sha256:…} of the image
     * @throws IllegalStateException when the registry does not say whether it has the image, has another than before under its tag, or
     *     refuses it, or when its parts are missing or stale
     */
    String publish(String loginServer);
}
