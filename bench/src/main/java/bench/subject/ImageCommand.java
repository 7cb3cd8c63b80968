package bench.subject;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The command of the image, read where it is written, so that what is measured is what is shipped. */
final class ImageCommand {

    private static final String LAYOUT = "src/main/java/infra/registry/ImageLayout.java";
    private static final Pattern ENTRY_POINT = Pattern.compile("ENTRY_POINT = List\\.of\\((.*?)\\);", Pattern.DOTALL);
    private static final Pattern TEXT = Pattern.compile("\"([^\"]*)\"");

    private ImageCommand() {}

    /** Arguments behind {@code java}; relative to the folder that the image's parts lie in. */
    static List<String> arguments(Path root) throws IOException {
        return arguments(Files.readString(root.resolve(LAYOUT)));
    }

    static List<String> arguments(String layout) {
        var list = ENTRY_POINT.matcher(layout);
        if (!list.find()) {
            throw new IllegalStateException(LAYOUT + ": no ENTRY_POINT (expected: a list of texts)");
        }
        return TEXT.matcher(list.group(1))
                .results()
                .map(it -> it.group(1))
                .skip(1)
                .toList();
    }
}
