package infra.testkit;

import infra.registry.ImageBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An image that needs no build and goes nowhere. */
public final class FakeImageBuilder implements ImageBuilder {

    public static final String DIGEST = "sha256:" + "ab".repeat(32);

    private final Optional<String> known;
    private final List<String> published = new ArrayList<>();

    public FakeImageBuilder(Optional<String> known) {
        this.known = known;
    }

    public static FakeImageBuilder unbuilt() {
        return new FakeImageBuilder(Optional.empty());
    }

    /** Servers that an image was pushed to. */
    public List<String> published() {
        return published;
    }

    @Override
    public String sourceTag() {
        return "5041ce";
    }

    @Override
    public Optional<String> knownDigest(String loginServer) {
        return known;
    }

    @Override
    public String publish(String loginServer) {
        published.add(loginServer);
        return DIGEST;
    }
}
