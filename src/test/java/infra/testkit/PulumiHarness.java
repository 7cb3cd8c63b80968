package infra.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.pulumi.Context;
import com.pulumi.core.Output;
import com.pulumi.core.internal.OutputInternal;
import com.pulumi.resources.CustomResource;
import com.pulumi.resources.Resource;
import com.pulumi.resources.ResourceTransformation;
import com.pulumi.test.PulumiTest;
import com.pulumi.test.TestOptions;
import com.pulumi.test.TestResult;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.logging.LogManager;

/**
 * Runs a program on mocks and checks what mocks let pass: errors that end in an exit code alone, equal URNs, texts made of
 * outputs, secret outputs, resources outside every component, resources that a preview would not see, names of parents written
 * out, functions nobody answers.
 */
public final class PulumiHarness {

    private static final String STACK = "pulumi:pulumi:Stack";
    private static final String OUTPUT_AS_TEXT = "Calling 'toString' on an 'Output<T>'";

    static {
        // The SDK says on the console what a failed run says again in its error.
        LogManager.getLogManager().reset();
    }

    private PulumiHarness() {}

    /** The resources of the program, when it passes every check. */
    public static RecordedResources run(Consumer<Context> program) {
        return run("dev", program);
    }

    public static RecordedResources run(String stack, Consumer<Context> program) {
        var recorded = once(stack, program, true);
        checkUniqueUrns(recorded);
        checkNoOutputAsText(recorded);
        checkParents(recorded);
        var preview = once(stack, program, false);
        assertEquals(urns(recorded), urns(preview), "resources that a preview sees: none may be created inside apply");
        checkNamesOfParents(recorded, preview);
        return recorded;
    }

    /** Runs the program as a preview in which everything that exists is known. */
    public static void preview(Consumer<Context> program) {
        try {
            var options = TestOptions.builder().preview(true).build();
            var result = PulumiTest.withMocks(new RecordingMocks(true))
                    .withOptions(options)
                    .runTest(program);
            if (result.exitCode() != 0 || !result.exceptions().isEmpty()) throw failed(result);
        } finally {
            PulumiTest.cleanup();
        }
    }

    /** Whether a preview can say what the value is. */
    public static boolean isKnown(Output<?> output) {
        return ((OutputInternal<?>) output).isKnown().join();
    }

    /** Whether the engine keeps the value encrypted. */
    public static boolean isSecret(Output<?> output) {
        return ((OutputInternal<?>) output).isSecret().join();
    }

    private static RecordedResources once(String stack, Consumer<Context> program, boolean known) {
        var mocks = new RecordingMocks(known);
        var seen = Collections.synchronizedList(new ArrayList<ResourceTransformation.Args>());
        ResourceTransformation spy = args -> {
            seen.add(args);
            return Optional.empty();
        };
        var options = TestOptions.builder()
                .organizationName("test")
                .projectName("sluice")
                .stackName(stack)
                .preview(!known)
                .resourceTransformations(List.of(spy))
                .build();
        try {
            var result = PulumiTest.withMocks(mocks).withOptions(options).runTest(program);
            if (result.exitCode() != 0 || !result.exceptions().isEmpty()) throw failed(result);
            var resources = seen.stream().map(args -> record(args, mocks)).toList();
            return new RecordedResources(resources, known ? outputs(result) : Map.of());
        } finally {
            PulumiTest.cleanup();
        }
    }

    private static AssertionError failed(TestResult result) {
        var error = new AssertionError(
                "exit code " + result.exitCode() + ": " + result.exceptions() + " " + result.errors());
        result.exceptions().forEach(error::addSuppressed);
        return error;
    }

    private static RecordedResource record(ResourceTransformation.Args args, RecordingMocks mocks) {
        var resource = args.resource();
        var urn = PulumiTest.extractValue(resource.urn());
        var type = urn.split("::")[2].replaceFirst(".*\\$", "");
        var name = urn.substring(urn.lastIndexOf("::") + 2);
        var registered = mocks.registered(type, name);
        var dependsOn = args.options() == null ? null : args.options().getDependsOn();
        return new RecordedResource(
                type,
                name,
                urn,
                registered == null ? Map.of() : plain(registered.inputs),
                dependsOn == null ? List.of() : urns(PulumiTest.extractValue(dependsOn)),
                args.options() == null ? List.of() : args.options().getReplaceOnChanges(),
                registered == null || registered.provider == null ? "" : registered.provider,
                resource instanceof CustomResource custom ? PulumiTest.extractValue(custom.id()) : "");
    }

    /** The inputs with whole numbers as whole numbers: the engine's protocol knows only doubles. */
    @SuppressWarnings("unchecked")
    private static Map<String, Object> plain(Map<String, Object> inputs) {
        return (Map<String, Object>) plain((Object) inputs);
    }

    private static Object plain(Object value) {
        if (value instanceof Map<?, ?> map) {
            var plain = new TreeMap<String, Object>();
            map.forEach((key, each) -> plain.put(key.toString(), plain(each)));
            return plain;
        }
        if (value instanceof List<?> list)
            return list.stream().map(PulumiHarness::plain).toList();
        if (value instanceof Double number && number == Math.rint(number)) return number.longValue();
        return value;
    }

    private static List<String> urns(List<Resource> resources) {
        return resources == null
                ? List.of()
                : resources.stream()
                        .map(each -> PulumiTest.extractValue(each.urn()))
                        .toList();
    }

    private static Map<String, Object> outputs(TestResult result) {
        var outputs = new TreeMap<String, Object>();
        result.outputs().forEach((name, output) -> {
            if (isSecret((Output<?>) output))
                throw new AssertionError(name + ": a secret (expected: what anyone may read)");
            outputs.put(name, PulumiTest.extractValue((Output<?>) output));
        });
        return outputs;
    }

    private static TreeSet<String> urns(RecordedResources resources) {
        var urns = new TreeSet<String>();
        resources.all().forEach(each -> urns.add(each.urn()));
        return urns;
    }

    private static void checkUniqueUrns(RecordedResources resources) {
        var seen = new TreeSet<String>();
        for (var each : resources.all()) {
            if (!seen.add(each.urn())) throw new AssertionError(each.urn() + ": twice (expected: a name of its own)");
        }
    }

    private static void checkNoOutputAsText(RecordedResources resources) {
        for (var each : resources.all()) {
            if (each.inputs().toString().contains(OUTPUT_AS_TEXT)) {
                throw new AssertionError(each.urn() + ": a text made of an output (expected: Output.format)");
            }
        }
        if (resources.outputs().toString().contains(OUTPUT_AS_TEXT)) {
            throw new AssertionError("outputs: a text made of an output (expected: Output.format)");
        }
    }

    /** The engine replaces what stands below a resource with it only when the name came from there: then no preview knows it yet. */
    private static void checkNamesOfParents(RecordedResources recorded, RecordedResources preview) {
        for (var parent : recorded.all()) {
            var key = RecordingMocks.nameInput(parent.type()).orElse("");
            recorded.all().stream()
                    .filter(each -> !key.isEmpty() && !each.type().equals(parent.type()))
                    .filter(each -> parent.at(key).equals(each.at(key)))
                    .filter(each -> preview.only(each.type(), each.name()).at(key) != null)
                    .findFirst()
                    .ifPresent(each -> {
                        throw new AssertionError(each.urn() + ": " + key + " is a text (expected: the answer of "
                                + parent.name() + ", with which it is to be replaced)");
                    });
        }
    }

    private static void checkParents(RecordedResources resources) {
        for (var each : resources.all()) {
            if (each.type().startsWith("infra:") || each.type().equals(STACK)) continue;
            if (!each.urn().contains("$" + each.type()) || !each.urn().contains("infra:")) {
                throw new AssertionError(each.urn() + ": no component above it (expected: parent(this))");
            }
        }
    }
}
