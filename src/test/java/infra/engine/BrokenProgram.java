package infra.engine;

import com.pulumi.automation.AutomationException;
import com.pulumi.automation.LocalWorkspace;
import com.pulumi.automation.LocalWorkspaceOptions;
import com.pulumi.automation.ProjectRuntime;
import com.pulumi.automation.ProjectRuntimeName;
import com.pulumi.automation.ProjectSettings;
import com.pulumi.automation.UpOptions;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.ResourceArgs;
import com.pulumi.resources.ResourceTransformation;
import infra.Platform;
import infra.PlatformArgs;
import infra.plan.Plan;
import infra.settings.Catalogue;
import infra.testkit.FakeImageBuilder;
import infra.testkit.StackFiles;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The platform of the stack dev with one thing broken, brought up by the real engine on the local Azure. */
final class BrokenProgram {

    private final String stack;
    private final Path folder;
    private final Map<String, String> environment;

    /**
     * @param stack a name of its own, since every name in Azure comes from it
     * @param environment points the engine to the local Azure
     */
    BrokenProgram(String stack, Path folder, Map<String, String> environment) {
        this.stack = stack;
        this.folder = folder;
        this.environment = environment;
    }

    /** Changes the arguments of every resource whose arguments are of that class. */
    static <T extends ResourceArgs> ResourceTransformation arguments(Class<T> type, UnaryOperator<T> change) {
        return resource -> type.isInstance(resource.args())
                ? Optional.of(
                        new ResourceTransformation.Result(change.apply(type.cast(resource.args())), resource.options()))
                : Optional.empty();
    }

    /** Replaces the arguments of every resource whose arguments are of that class by others. */
    static ResourceTransformation replaced(Class<? extends ResourceArgs> type, ResourceArgs other) {
        return resource -> type.isInstance(resource.args())
                ? Optional.of(new ResourceTransformation.Result(other, resource.options()))
                : Optional.empty();
    }

    /** Drops the explicit dependencies of every resource whose arguments are of that class. */
    static ResourceTransformation unchained(Class<? extends ResourceArgs> type) {
        return resource -> type.isInstance(resource.args())
                ? Optional.of(new ResourceTransformation.Result(
                        resource.args(),
                        CustomResourceOptions.builder()
                                .parent(resource.options().getParent().orElseThrow())
                                .build()))
                : Optional.empty();
    }

    /** Everything the engine says of a run that must fail. */
    String up(ResourceTransformation broken) throws Exception {
        var said = new StringBuffer();
        var options = UpOptions.builder()
                .onStandardOutput(line -> said.append(line).append('\n'))
                .onStandardError(line -> said.append(line).append('\n'))
                .build();
        var running = LocalWorkspace.createStack("sluice", stack, context -> platform(broken), workspace());
        try {
            running.up(options);
        } catch (AutomationException e) {
            return said.append(e.getMessage()).toString();
        } finally {
            running.close();
        }
        throw new AssertionError("the engine accepted it:\n" + said);
    }

    private void platform(ResourceTransformation broken) {
        var plan = Plan.of(StackFiles.settings("dev"), Catalogue.load(), "test", "sluice", stack);
        new Platform(
                "sluice",
                new PlatformArgs(plan, FakeImageBuilder.unbuilt()),
                ComponentResourceOptions.builder()
                        .resourceTransformations(broken)
                        .build());
    }

    private LocalWorkspaceOptions workspace() {
        return LocalWorkspaceOptions.builder()
                .workDir(folder)
                .environmentVariables(environment)
                .projectSettings(ProjectSettings.builder(
                                "sluice",
                                ProjectRuntime.builder(ProjectRuntimeName.JAVA).build())
                        .build())
                .build();
    }
}
