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
import java.util.function.Consumer;

/** The whole program on mocks. */
final class Programs {

    private Programs() {}

    static RecordedResources run(String stack) {
        return PulumiHarness.run(stack, program(StackFiles.plan(stack), FakeImageBuilder.unbuilt()));
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
