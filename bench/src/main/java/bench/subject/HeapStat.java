package bench.subject;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What {@code jcmd} says of the heap of a Java process with the serial collector, of the same JDK as this one. */
public final class HeapStat {

    private static final Pattern USED = Pattern.compile("(?m)^(DefNew|Tenured) .*? used (\\d+)K");
    private static final String OLD = "Tenured";

    private HeapStat() {}

    /** What outlived the young generation, in KiB: also what nobody needs any more, as long as there is room. */
    public static long oldKib(long pid) {
        return oldKib(ask(pid, "GC.heap_info"));
    }

    /** What is needed, in KiB: all of the heap is collected first. */
    public static long aliveKib(long pid) {
        ask(pid, "GC.run");
        return usedKib(ask(pid, "GC.heap_info"));
    }

    static long oldKib(String info) {
        return generations(info)
                .filter(it -> it.generation.equals(OLD))
                .mapToLong(Used::kib)
                .sum();
    }

    static long usedKib(String info) {
        return generations(info).mapToLong(Used::kib).sum();
    }

    private record Used(String generation, long kib) {}

    private static Stream<Used> generations(String info) {
        var generations = USED.matcher(info)
                .results()
                .map(it -> new Used(it.group(1), Long.parseLong(it.group(2))))
                .toList();
        if (generations.size() != 2) {
            throw new IllegalStateException("heap: " + info + " (expected: DefNew and Tenured)");
        }
        return generations.stream();
    }

    private static String ask(long pid, String command) {
        var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        try {
            var process = new ProcessBuilder(List.of(jcmd, "" + pid, command))
                    .redirectErrorStream(true)
                    .start();
            return new String(process.getInputStream().readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
