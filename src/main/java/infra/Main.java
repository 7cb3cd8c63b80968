package infra;

import com.pulumi.Context;
import com.pulumi.Pulumi;
import com.pulumi.resources.ComponentResourceOptions;
import infra.plan.Plan;
import infra.registry.JibImageBuilder;
import infra.settings.Catalogue;
import infra.settings.Settings;
import infra.settings.StackFile;
import java.nio.file.Path;
import java.util.Optional;

/** The Pulumi program: settings, platform, outputs. The engine starts it in the folder of {@code Pulumi.yaml}. */
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        Pulumi.run(Main::stack);
    }

    private static void stack(Context context) {
        var catalogue = Catalogue.load();
        var settings = Settings.parse(key -> value(context, key), StackFile.files(Path.of("")), catalogue);
        var plan = Plan.of(settings, catalogue, context.organizationName(), context.projectName(), context.stackName());
        var image =
                JibImageBuilder.create(Path.of("").toAbsolutePath(), System.getenv("JAVA25_HOME"), settings.image());
        var platform = new Platform(
                context.projectName(),
                new PlatformArgs(plan, image),
                ComponentResourceOptions.builder().build());
        platform.outputs().forEach(context::export);
    }

    private static Optional<String> value(Context context, String key) {
        var parts = key.split(":", 2);
        return context.config(parts[0]).get(parts[1]);
    }
}
