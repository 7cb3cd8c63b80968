package localazure.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Keeps docs/reference/local-azure.md and the codes that the control plane refuses with the same. */
class RulesPageTest {
    private static final Path PAGE = Path.of("../docs/reference/local-azure.md");
    private static final Path SOURCES = Path.of("src/main/java/localazure");
    private static final Pattern IN_SOURCE = Pattern.compile(
            "(?:Refuse\\.\\w+|badRequest|ArmException|withCode|NameRule)\\((?:[^\";{}]*?,)?\\s*\"([A-Z][A-Za-z]+)\"");
    private static final Pattern ON_PAGE = Pattern.compile("`([A-Z][A-Za-z]+)`");

    @Test
    void the_page_lists_the_codes_of_the_rules() throws IOException {
        Set<String> codes =
                new TreeSet<>(Set.of("InvalidRequestContent", "InvalidResourceName", "ContainerAppOperationError"));
        for (Path source : sources()) {
            codes.addAll(found(IN_SOURCE, Files.readString(source)));
        }
        String page = Files.readString(PAGE);
        assertEquals(codes, found(ON_PAGE, page.substring(page.indexOf("## Rules"))));
    }

    private static List<Path> sources() throws IOException {
        List<Path> sources = new ArrayList<>();
        for (String folder : List.of("arm", "rules")) {
            try (Stream<Path> files = Files.list(SOURCES.resolve(folder))) {
                files.filter(Files::isRegularFile).forEach(sources::add);
            }
        }
        return sources;
    }

    private static Set<String> found(Pattern pattern, String text) {
        Set<String> found = new TreeSet<>();
        for (Matcher matcher = pattern.matcher(text); matcher.find(); ) {
            found.add(matcher.group(1));
        }
        return found;
    }
}
