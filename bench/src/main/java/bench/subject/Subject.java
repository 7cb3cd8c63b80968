package bench.subject;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/** A running proxy or peer, pinned to the first core. */
public final class Subject implements AutoCloseable {

    /** Of which core; the bench itself is pinned to the next. */
    static final List<String> PINNED = List.of("taskset", "-c", "0");

    private static final long POLL_MILLIS = 5;
    private static final long START_SECONDS = 60;

    private final String name;
    private final int port;
    private final Process process;
    private final Path output;
    private final long readyMillis;

    private Subject(String name, int port, Process process, Path output, long readyMillis) {
        this.name = name;
        this.port = port;
        this.process = process;
        this.output = output;
        this.readyMillis = readyMillis;
    }

    /** Whether it serves already. */
    interface Probe {
        boolean ready() throws IOException;
    }

    static Subject start(String name, int port, ProcessBuilder command, Probe probe) throws IOException {
        var before = System.nanoTime();
        var process = command.start();
        // A run that is broken off leaves nothing behind.
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(process::destroyForcibly));
        while (!probe.ready()) {
            var millis = (System.nanoTime() - before) / 1_000_000;
            if (!process.isAlive() || millis > START_SECONDS * 1_000) {
                process.destroyForcibly();
                throw new IllegalStateException(name + " does not start; see "
                        + command.redirectOutput().file());
            }
            pause(POLL_MILLIS);
        }
        return new Subject(
                name,
                port,
                process,
                command.redirectOutput().file().toPath(),
                (System.nanoTime() - before) / 1_000_000);
    }

    /** Whether something listens there. */
    static boolean listens(int port) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    public String name() {
        return name;
    }

    public int port() {
        return port;
    }

    public long pid() {
        return process.pid();
    }

    /** From before the process was made until it served. */
    public long readyMillis() {
        return readyMillis;
    }

    /** User and system time of it and what it started, in microseconds. */
    public long cpuMicros() {
        return pids().map(ProcStat::cpuMicros).sum();
    }

    /** The part of it that went into compiling, of a Java process. */
    public long compilerMicros() {
        return ProcStat.compilerMicros(pid());
    }

    public long residentKib() {
        return pids().map(ProcStat::residentKib).sum();
    }

    /** Of a Java process, see {@link HeapStat#oldKib}. */
    public long oldKib() {
        return HeapStat.oldKib(pid());
    }

    /** Of a Java process, see {@link HeapStat#aliveKib}. */
    public long aliveKib() {
        return HeapStat.aliveKib(pid());
    }

    public long descriptors() {
        return ProcStat.descriptors(process.pid());
    }

    /** How many lines of its output hold that word. */
    public long said(String word) throws IOException {
        try (var lines = Files.lines(output)) {
            return lines.filter(line -> line.contains(word)).count();
        }
    }

    /** Asks it to end, as a platform does, and does not wait. */
    public void terminate() {
        process.destroy();
    }

    /** @return the exit code, or -1 when it has to be killed */
    public int awaitEnd(long seconds) {
        try {
            if (process.waitFor(seconds, TimeUnit.SECONDS)) {
                return process.exitValue();
            }
            process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return -1;
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        awaitEnd(10);
    }

    private LongStream pids() {
        return LongStream.concat(
                LongStream.of(process.pid()), process.descendants().mapToLong(ProcessHandle::pid));
    }

    private static void pause(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
