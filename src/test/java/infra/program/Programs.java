package infra.program;

import com.pulumi.Context;
import com.pulumi.resources.ComponentResourceOptions;
import infra.Platform;
import infra.PlatformArgs;
import infra.plan.Plan;
import infra.testkit.FakeImageBuilder;
import infra.testkit.PulumiHarness;
import infra.testkit.RecordedResources;
import infra.testkit.StackFiles;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The whole program on mocks. */
final class Programs {

    private static final Map<String, RecordedResources> RUNS = new ConcurrentHashMap<>();

    private Programs() {}

    /** The committed stack; it is run once for all tests. */
    static RecordedResources run(String stack) {
        return RUNS.computeIfAbsent(
                stack, name -> PulumiHarness.run(name, program(StackFiles.plan(name), FakeImageBuilder.unbuilt())));
    }

    static Consumer<Context> program(Plan plan, FakeImageBuilder image) {
        return context -> new Platform(
                        "sluice",
                        new PlatformArgs(plan, image),
                        ComponentResourceOptions.builder().build())
                .outputs()
                .forEach(context::export);
    }
}
