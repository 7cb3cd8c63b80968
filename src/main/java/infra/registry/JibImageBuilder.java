package infra.registry;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.RegistryException;
import infra.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Builds the image in this process and pushes it straight to the registry: no container engine is asked. */
public final class JibImageBuilder implements ImageBuilder {

    private final ProxySources sources;
    private final Settings.Image settings;
    private final Path folder;
    private final ImageRecord record;
    private final String tag;

    private JibImageBuilder(ProxySources sources, Settings.Image settings, Path folder) {
        this.sources = sources;
        this.settings = settings;
        this.folder = folder;
        this.record = new ImageRecord(folder.resolve("digests"));
        this.tag = sources.tag();
    }

    /**
     * @param root of the repository
     * @param javaHome of a JDK 25, or null
     * @throws IllegalArgumentException when there is no JDK 25
     */
    public static JibImageBuilder create(Path root, String javaHome, Settings.Image image) {
        return of(ProxySources.of(root, javaHome, image), image);
    }

    static JibImageBuilder of(ProxySources sources, Settings.Image image) {
        return new JibImageBuilder(sources, image, sources.root().resolve("target/image"));
    }

    @Override
    public String sourceTag() {
        return tag;
    }

    @Override
    public Optional<String> knownDigest(String loginServer) {
        return record.digest(repository(loginServer), tag);
    }

    @Override
    public String publish(String loginServer) {
        var repository = repository(loginServer);
        // Another machine's build of the same sources differs in its start-up cache: what has the tag is the image, and
        // stays.
        var digest = RegistryAccess.digest(repository + ":" + tag, settings.local())
                .map(found -> unmoved(repository, found))
                .orElseGet(() -> build(repository + ":" + tag));
        record.remember(repository, tag, digest);
        return digest;
    }

    private String repository(String loginServer) {
        return settings.pushEndpoint().map(endpoint -> endpoint + "/").orElse("") + loginServer + "/proxy";
    }

    /** What was previewed and deployed from here must not become another image behind its tag. */
    private String unmoved(String repository, String found) {
        var before = record.digest(repository, tag).orElse(found);
        if (found.equals(before)) return found;
        throw new IllegalStateException("image " + repository + ":" + tag + ": " + found + " (expected: " + before
                + ", which it was before; if it was made anew on purpose, delete " + record.file(repository, tag)
                + ")");
    }

    private String build(String reference) {
        sources.checkBuilt();
        return push(reference);
    }

    private String push(String reference) {
        // Of one's own, so that nothing is still written when a failed push has been reported.
        var workers = Executors.newCachedThreadPool();
        try {
            var target = Containerizer.to(RegistryAccess.image(reference))
                    .setAllowInsecureRegistries(settings.local())
                    // Layers are known by the paths and times of their files; those of a build are all of one time.
                    .setApplicationLayersCache(emptied(folder.resolve("layers")))
                    .setBaseImageLayersCache(folder.resolve("base"))
                    .setExecutorService(workers)
                    .setToolName("sluice");
            return ImageContent.of(sources, folder.resolve("files"))
                    .containerize(target)
                    .getDigest()
                    .toString();
        } catch (IOException
                | InvalidImageReferenceException
                | RegistryException
                | CacheDirectoryCreationException
                | ExecutionException e) {
            throw new IllegalStateException("image " + reference + ": not pushed: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("image " + reference + ": interrupted", e);
        } finally {
            end(workers);
        }
    }

    private static Path emptied(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (var walk = Files.walk(folder)) {
                for (var each : walk.sorted(Comparator.reverseOrder()).toList()) Files.delete(each);
            }
        }
        return Files.createDirectories(folder);
    }

    private static void end(ExecutorService workers) {
        workers.shutdownNow();
        try {
            workers.awaitTermination(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
