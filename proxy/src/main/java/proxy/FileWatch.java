package proxy;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * Notices that a file, or another that it names, has another content than before, once it has stayed the same from one look to the
 * next: a half-written one is not taken. It reads the file each time, because a mounted volume is changed by swapping links, which no
 * file notification tells.
 */
final class FileWatch {

    private final Supplier<Optional<String>> content;
    private String taken;
    private String seen;

    /**
     * What is in the file now is no change; so it is made before anybody reads the file.
     *
     * @param content of the file; empty when it cannot be read, and so is on its way to be replaced
     */
    FileWatch(Supplier<Optional<String>> content) {
        this.content = content;
        this.taken = content.get().orElse("");
        this.seen = taken;
    }

    void look(Runnable changed) {
        var now = content.get().orElse(seen);
        var settled = now.equals(seen);
        seen = now;
        if (settled && !now.equals(taken)) {
            taken = now;
            changed.run();
        }
    }
}
