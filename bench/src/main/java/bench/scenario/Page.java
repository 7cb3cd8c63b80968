package bench.scenario;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** One page of results: what was run on what, then tables. */
final class Page {

    private final Path root;
    private final String name;
    private final StringBuilder text = new StringBuilder();
    private final List<String> columns = new ArrayList<>();

    Page(Path root, String name, String title) throws IOException {
        this.root = root;
        this.name = name;
        text.append("# ").append(title).append("\n\n");
        line("commit", output("git", "describe", "--always", "--dirty", "--exclude=*"));
        line("machine", machine());
        line("JDK", Runtime.version() + ", SerialGC; proxy as in the image, heap of a 2 GiB replica");
        line("command", "`make bench ONLY=" + name + "`");
        line("load average before", loadAverage());
    }

    private void line(String key, String value) {
        text.append("- ").append(key).append(": ").append(value).append('\n');
    }

    Page text(String paragraph) {
        text.append('\n').append(paragraph).append('\n');
        return this;
    }

    Page table(String... names) {
        columns.clear();
        columns.addAll(List.of(names));
        text.append('\n').append(row(columns));
        text.append(row(columns.stream().map(column -> "---").toList()));
        return this;
    }

    Page row(Object... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException("cells: " + cells.length + " (expected: " + columns.size() + ")");
        }
        text.append(row(List.of(cells).stream().map(Page::cell).toList()));
        return this;
    }

    /** Written after every step, so that a run that is broken off has left what it had. */
    void save() throws IOException {
        var folder = Files.createDirectories(root.resolve("bench/results"));
        Files.writeString(folder.resolve(name + ".md"), text + "\nLoad average after: " + loadAverage() + "\n");
    }

    private static String cell(Object value) {
        return value instanceof Double number ? String.format(Locale.ROOT, "%.2f", number) : value.toString();
    }

    private static String row(List<String> cells) {
        return cells.stream().collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    static String loadAverage() throws IOException {
        return String.join(
                " ",
                List.of(Files.readString(Path.of("/proc/loadavg")).split(" ")).subList(0, 3));
    }

    private static String machine() throws IOException {
        var model = Files.readString(Path.of("/proc/cpuinfo"))
                .lines()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.split(":")[1].strip())
                .findFirst()
                .orElse("unknown");
        return output("nproc", "--all") + " × " + model + ", Linux " + System.getProperty("os.version");
    }

    /** What a short command prints; empty when there is no such command. */
    static String output(String... command) {
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            return "";
        }
    }
}
