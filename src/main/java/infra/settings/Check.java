package infra.settings;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * Parses a stack file without an engine, so that its faults are said before anything starts: {@code java -cp … infra.settings.Check
 * FILE [KEY=VALUE …]}, in the folder of the project. What a run adds to the file is given as further values. Ends with 2 when
 * there are faults. A file with a value that only the engine can decrypt is left to the program.
 */
final class Check {

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
            if (StackFile.hasSecret(folder.resolve(args[0]))) return Optional.empty();
            var values = StackFile.values(folder.resolve("Pulumi.yaml"), folder.resolve(args[0]));
            Arrays.stream(args).skip(1).map(pair -> pair.split("=", 2)).forEach(pair -> values.put(pair[0], pair[1]));
            Settings.parse(key -> Optional.ofNullable(values.get(key)), StackFile.files(folder), Catalogue.load());
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(e.getMessage());
        }
    }
}
