package localazure;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the local Azure until it gets SIGTERM. Exit codes: 0 stopped, 1 could not start, 2 bad arguments. */
@Command(
        name = "localazure",
        mixinStandardHelpOptions = true,
        description = "A local Azure for the Pulumi engine: a resource provider and the data planes behind it.")
public final class Main implements Callable<Integer> {
    static final int LAST_PORT = 65000;
    private static final int MOST_HOURS = 24 * 365;

    @Spec
    private CommandSpec spec;

    @Option(names = "--state-dir", required = true, paramLabel = "DIR", description = "Where everything is kept.")
    private Path stateDir;

    @Option(
            names = "--port",
            defaultValue = "7070",
            description = "First of six consecutive ports (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--soft-delete-hours",
            defaultValue = "0",
            description =
                    "How long a deleted account keeps its name; Azure's own rule is 48 (default: ${DEFAULT-VALUE}).")
    private int softDeleteHours;

    @Option(
            names = "--existing",
            paramLabel = "FILE",
            description = "JSON array of resources that exist outside every stack: id, type, location, properties.")
    private Path existing;

    @Option(
            names = "--query-engine",
            paramLabel = "FILE",
            description = "Script that Node runs to answer log queries; without it log alert rules are not evaluated.")
    private Path queryEngine;

    public static void main(String[] arguments) {
        int code = commandLine().execute(arguments);
        if (code != 0) {
            System.exit(code);
        }
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setParameterExceptionHandler((e, arguments) -> {
                    e.getCommandLine().getErr().println(e.getMessage());
                    return CommandLine.ExitCode.USAGE;
                })
                .setExecutionExceptionHandler((e, line, result) -> {
                    boolean explained = e instanceof StartFailure;
                    line.getErr().println(explained ? e.getMessage() : "localazure: " + e);
                    return CommandLine.ExitCode.SOFTWARE;
                });
    }

    @Override
    public Integer call() throws Exception {
        List<String> faults = new ArrayList<>();
        check("--port", port, 1, LAST_PORT, faults);
        check("--soft-delete-hours", softDeleteHours, 0, MOST_HOURS, faults);
        check("--existing", existing, faults);
        check("--query-engine", queryEngine, faults);
        if (!faults.isEmpty()) {
            throw new CommandLine.ParameterException(spec.commandLine(), String.join("\n", faults));
        }
        CountDownLatch stopped = new CountDownLatch(1);
        LocalAzure azure = new LocalAzure(
                stateDir.toAbsolutePath().normalize(),
                port,
                Duration.ofHours(softDeleteHours),
                Optional.ofNullable(existing),
                Optional.ofNullable(queryEngine));
        Thread stop = new Thread(
                () -> {
                    azure.close();
                    stopped.countDown();
                },
                "stop");
        Runtime.getRuntime().addShutdownHook(stop);
        azure.start();
        System.out.println("ready: console " + azure.console() + ", provider port " + azure.providerPort());
        stopped.await();
        return CommandLine.ExitCode.OK;
    }

    private static void check(String option, int seen, int least, int most, List<String> faults) {
        if (seen < least || seen > most) {
            faults.add(option + ": " + seen + " (expected: " + least + ".." + most + ")");
        }
    }

    private static void check(String option, Path file, List<String> faults) {
        if (file != null && !Files.isReadable(file)) faults.add(option + ": " + file + " (expected: a file)");
    }
}
