package bench;

import bench.account.Control;
import bench.account.Fleet;
import bench.account.Issuer;
import bench.account.Simulator;
import bench.scenario.Bench;
import bench.scenario.Scenarios;
import bench.wire.Loop;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** {@code simulator} runs the twelve accounts until it is ended; {@code run [SCENARIO,…] [SCALE]} measures and writes pages of results. */
public final class Main {

    private static final int USAGE = 2;

    private Main() {}

    public static void main(String[] args) throws Exception {
        var command = args.length == 0 ? "" : args[0];
        switch (command) {
            case "simulator" -> simulate();
            case "run" -> run(args.length > 1 ? args[1] : "", args.length > 2 ? Double.parseDouble(args[2]) : 1);
            default -> {
                System.err.println("command: " + command + " (expected: simulator, or run [SCENARIO,…] [SCALE])");
                System.exit(USAGE);
            }
        }
    }

    private static void simulate() throws Exception {
        var loop = new Loop();
        var simulator = Simulator.start(Fleet.read(Path.of("bench/configs/twelve.json")), loop);
        Control.listen(loop, Bench.FIRST_PORT, simulator, new Issuer());
        System.out.println("twelve accounts on 127.0.0.1:9101 to 9112, control on " + Bench.FIRST_PORT);
        new CountDownLatch(1).await();
    }

    private static void run(String only, double scale) throws IOException {
        try (var bench = new Bench(Path.of("."), scale, Bench.FIRST_PORT)) {
            if (!Scenarios.run(bench, only)) {
                System.exit(USAGE);
            }
        }
    }
}
