package infra.settings;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Parses a stack file without an engine, so that its faults are said before anything starts: {@code java -cp … infra.settings.Check
 * FILE [KEY=VALUE …]}, in the folder of the project. What a run adds to the file is given as further values. Ends with 2 when
 * there are faults. An encrypted {@code sluice:responseKey} is left to the program, and so is the whole file when any other value is encrypted.
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

    /** The message of the program itself, or empty when it would start. */
    static Optional<String> faults(Path folder, String... args) {
        try {
            var secrets = StackFile.secrets(folder.resolve(args[0]));
            if (!Set.of(RESPONSE_KEY).containsAll(secrets)) return Optional.empty();
            var values = StackFile.values(folder.resolve("Pulumi.yaml"), folder.resolve(args[0]));
            values.keySet().removeAll(secrets);
            Arrays.stream(args).skip(1).map(pair -> pair.split("=", 2)).forEach(pair -> values.put(pair[0], pair[1]));
            return faults(folder, values);
        } catch (IllegalArgumentException e) {
            return Optional.of(e.getMessage());
        }
    }

    private static Optional<String> faults(Path folder, Map<String, String> values) {
        // A file is the one place where a secret can be seen to be none.
        var plain = Optional.ofNullable(values.remove(RESPONSE_KEY))
                .filter(text -> !text.isEmpty())
                .map(text -> RESPONSE_KEY + ": readable in the file (expected: a secret, by pulumi config set --secret "
                        + RESPONSE_KEY + ")");
        try {
            Settings.parse(key -> Optional.ofNullable(values.get(key)), StackFile.files(folder), Catalogue.load());
            return plain;
        } catch (IllegalArgumentException e) {
            return plain.map(fault -> e.getMessage() + "\n" + fault).or(() -> Optional.of(e.getMessage()));
        }
    }
}
