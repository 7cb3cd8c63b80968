package localazure.planes.containerapps;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import localazure.planes.registry.Digest;

/** Keeps an image on the machine as long as a revision needs it. Thread-safe. */
final class ImageCache {
    private static final Logger LOG = Logger.getLogger(ImageCache.class.getName());

    private final Engine engine;
    private final Map<Digest, Integer> users = new HashMap<>();

    ImageCache(Engine engine) {
        this.engine = engine;
    }

    /** Makes the image ready to start, and keeps it until it is released as often as it was acquired. */
    synchronized void acquire(Image image) throws IOException {
        engine.prepare(image);
        users.merge(image.digest(), 1, Integer::sum);
    }

    synchronized void release(Image image) {
        if (users.merge(image.digest(), -1, Integer::sum) > 0) return;
        users.remove(image.digest());
        try {
            engine.discard(image);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "image left behind: {0}", e.getMessage());
        }
    }
}
