package bench.scenario;

import bench.account.Behaviour;
import bench.subject.Subject;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.LongStream;

/** Time from exec until ready, memory then, and the size of the image's parts. */
final class Start {

    private static final int STARTS = 15;
    private static final String C_LIBRARY = "ldd runtime/bin/java runtime/lib/server/libjvm.so lib/*.so 2>/dev/null"
            + " | awk '$3 ~ /^\\// {print $3} $1 ~ /^\\// {print $1}' | sed 's/:$//' | grep -v '/runtime/' | sort -u"
            + " | xargs -r readlink -f | sort -u | tar -cPf - -T - | gzip -6 | wc -c";

    private Start() {}

    private interface Maker {
        Subject make() throws IOException;
    }

    static void run(Bench bench) throws IOException {
        var page = new Page(bench.root, "start", "Start and size");
        bench.onLoop(() -> bench.simulator.behave(Behaviour.INSTANT));
        page.text(
                "Pinned to one core, ready is 200 from `/ready`, asked every 5 ms. Processor time is that of the process until then. "
                        + STARTS + " starts after one that warms the page cache.");
        page.table(
                "configuration", "median ms", "best ms", "worst ms", "processor ms, median", "resident when ready MiB");
        row(bench, page, "bench seat", () -> bench.proxies.seat(bench.port(0)));
        row(
                bench,
                page,
                "everything on: key set and identity token fetched",
                () -> bench.proxies.everything(bench.port(0)));
        row(
                bench,
                page,
                "everything on, without the start-up cache",
                () -> bench.proxies.everything(bench.port(0), "-XX:AOTMode=off"));
        sizes(bench, page);
        page.save();
    }

    private static void row(Bench bench, Page page, String name, Maker maker) throws IOException {
        maker.make().close();
        var millis = new long[Math.max(3, (int) (STARTS * Math.min(1, bench.scale)))];
        var cpu = new long[millis.length];
        var resident = 0L;
        for (var start = 0; start < millis.length; start++) {
            try (var subject = maker.make()) {
                millis[start] = subject.readyMillis();
                cpu[start] = subject.cpuMicros() / 1_000;
                resident = subject.residentKib() / 1_024;
            }
        }
        bench.say("start: " + name + " " + Arrays.toString(millis));
        Arrays.sort(millis);
        Arrays.sort(cpu);
        page.row(name, millis[millis.length / 2], millis[0], millis[millis.length - 1], cpu[cpu.length / 2], resident);
        page.save();
    }

    private static void sizes(Bench bench, Page page) {
        var parts = bench.root.resolve("proxy/target/image").toAbsolutePath();
        page.text("What the time goes into, and what was tried to shorten it, is in"
                + " [docs/explanation/start.md](../../docs/explanation/start.md).");
        page.text("Layers as `tar | gzip -6`; the C library is this machine's, as in an image without a base.");
        page.table("part", "compressed MB");
        var all = LongStream.of(
                        size(page, "runtime", "cd " + parts + " && tar -cf - runtime | gzip -6 | wc -c"),
                        size(page, "dependencies", "cd " + parts + " && tar -cf - lib | gzip -6 | wc -c"),
                        size(page, "classes", "cd " + parts + " && tar -cf - proxy.jar java.args | gzip -6 | wc -c"),
                        size(page, "start-up cache", "cd " + parts + " && tar -cf - proxy.aot | gzip -6 | wc -c"),
                        size(page, "C library", "cd " + parts + " && " + C_LIBRARY))
                .sum();
        page.row("together", all / 1e6);
    }

    private static long size(Page page, String name, String command) {
        var bytes = Long.parseLong(Page.output("sh", "-c", command));
        page.row(name, bytes / 1e6);
        return bytes;
    }
}
