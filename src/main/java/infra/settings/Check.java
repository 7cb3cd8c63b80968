package infra.settings;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Parses a stack file without an engine, so that its faults are said before anything starts: {@code java -cp … infra.settings.Check
 * FILE [KEY=VALUE …]}, in the folder of the project. What a run adds to the file is given as further values. Ends with 2 when
 * there are faults. An encrypted {@code sluice:responseKey} is left to the program, and so are all values when any other is encrypted; keys are
 * read all the same.
 */
final class Check {

    private static final String RESPONSE_KEY = SettingsParser.NAMESPACE + "responseKey";

    private Check() {}

    public static void main(String[] args) {
        faults(Path.of(""), args).ifPresent(faults -> {
            System.err.println(faults);
            System.exit(2);
        });
    }

    /** The message of the program itself and what is wrong with the keys, or empty when it would start. */
    static Optional<String> faults(Path folder, String... args) {
        var stack = folder.resolve(args[0]);
        try {
            var faults = new ArrayList<String>();
            var secrets = StackFile.secrets(stack);
            if (Set.of(RESPONSE_KEY).containsAll(secrets)) {
                var values = StackFile.values(folder.resolve("Pulumi.yaml"), stack);
                values.keySet().removeAll(secrets);
                Arrays.stream(args)
                        .skip(1)
                        .map(pair -> pair.split("=", 2))
                        .forEach(pair -> values.put(pair[0], pair[1]));
                addFaults(folder, values, faults);
            }
            faults.addAll(StackFile.keyFaults(stack));
            return Optional.of(String.join("\n", faults)).filter(text -> !text.isEmpty());
        } catch (IllegalArgumentException e) {
            return Optional.of(e.getMessage());
        }
    }

    private static void addFaults(Path folder, Map<String, String> values, List<String> faults) {
        var key = Optional.ofNullable(values.remove(RESPONSE_KEY)).filter(text -> !text.isEmpty());
        try {
            Settings.parse(each -> Optional.ofNullable(values.get(each)), StackFile.files(folder), Catalogue.load());
        } catch (IllegalArgumentException e) {
            faults.add(e.getMessage());
        }
        // A file is the one place where a secret can be seen to be none.
        key.ifPresent(text -> faults.add(RESPONSE_KEY
                + ": readable in the file (expected: a secret, by pulumi config set --secret " + RESPONSE_KEY + ")"));
    }
}
