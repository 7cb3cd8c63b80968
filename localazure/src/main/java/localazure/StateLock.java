package localazure;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps a second local Azure away from a state folder. The operating system lets go of it when the process dies. */
final class StateLock implements AutoCloseable {
    private final FileChannel channel;

    private StateLock(FileChannel channel) {
        this.channel = channel;
    }

    static StateLock take(Path stateDir) throws IOException {
        FileChannel channel;
        try {
            Files.createDirectories(stateDir);
            channel = FileChannel.open(stateDir.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new StartFailure("--state-dir: " + stateDir + " (expected: a writable folder): " + e, e);
        }
        FileLock lock = tryLock(channel);
        if (lock == null) {
            channel.close();
            throw new StartFailure(
                    "--state-dir: " + stateDir + " is in use by another local Azure (expected: one per folder)");
        }
        return new StateLock(channel);
    }

    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException ignored) {
            // The process ends; the lock goes with it.
        }
    }
}
