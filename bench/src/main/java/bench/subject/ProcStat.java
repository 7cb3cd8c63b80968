package bench.subject;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What {@code /proc} says of a process (proc(5)). A process that is gone has used nothing. */
public final class ProcStat {

    /** Of {@code sysconf(_SC_CLK_TCK)} on every Linux that Java runs on. */
    private static final long TICKS_PER_SECOND = 100;

    private ProcStat() {}

    /** User and system time of all its threads, in microseconds; exact to ten milliseconds. */
    public static long cpuMicros(long pid) {
        var stat = text(pid, "stat");
        if (stat.isEmpty()) {
            return 0;
        }
        return micros(stat);
    }

    /** User and system time of the threads of a Java process that compile, in microseconds; threads that have ended are gone. */
    public static long compilerMicros(long pid) {
        try (var tasks = Files.list(Path.of("/proc/" + pid + "/task"))) {
            return tasks.map(task -> text(pid, "task/" + task.getFileName() + "/stat"))
                    .filter(stat -> stat.contains("(C1 Comp") || stat.contains("(C2 Comp"))
                    .mapToLong(ProcStat::micros)
                    .sum();
        } catch (IOException e) {
            return 0;
        }
    }

    static long micros(String stat) {
        // The second field is a name in parentheses that may hold anything.
        var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * (1_000_000 / TICKS_PER_SECOND);
    }

    /** Resident memory, in KiB. */
    public static long residentKib(long pid) {
        return text(pid, "status")
                .lines()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0);
    }

    /** Open file descriptors. */
    public static long descriptors(long pid) {
        try (var entries = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            return entries.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many this process may open. */
    public static long descriptorLimit() {
        return text(ProcessHandle.current().pid(), "limits")
                .lines()
                .filter(line -> line.startsWith("Max open files"))
                .mapToLong(line -> Long.parseLong(line.split("\\s{2,}")[1]))
                .findFirst()
                .orElse(1_024);
    }

    private static String text(long pid, String file) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/" + file));
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
