import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/**
 * Holds what a mutation run found against the page that explains the survivors: {@code java Mutants.java mutations.xml mutants.md}.
 * Exit code 1, with the difference, when a survivor is not on the page, when one that is listed was killed, or when a package has
 * less than {@value #LEAST_PERCENT} % killed.
 */
public final class Mutants {

    private static final int LEAST_PERCENT = 85;
    private static final Set<String> ALIVE = Set.of("SURVIVED", "NO_COVERAGE");
    /** {@code | Class.method | what was changed | why nobody notices |}. */
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([^`]+)` \\| ([^|]+) \\| [^|]+ \\|$");

    private record Mutant(String where, String what, String owner, boolean alive) {

        static Mutant of(Element element) {
            var type = text(element, "mutatedClass");
            var name = type.substring(type.lastIndexOf('.') + 1).replace('$', '.');
            return new Mutant(
                    name + "." + text(element, "mutatedMethod"),
                    text(element, "description").strip(),
                    type.substring(0, type.lastIndexOf('.')),
                    ALIVE.contains(element.getAttribute("status")));
        }

        private static String text(Element element, String name) {
            return element.getElementsByTagName(name).item(0).getTextContent();
        }

        String key() {
            return where + ": " + what;
        }
    }

    private Mutants() {}

    public static void main(String[] arguments) throws Exception {
        var mutants = read(Path.of(arguments[0]));
        var listed = ROW.matcher(Files.readString(Path.of(arguments[1])))
                .results()
                .map(Mutants::key)
                .toList();
        var alive = mutants.stream().filter(Mutant::alive).map(Mutant::key).toList();
        var faults = new ArrayList<String>();
        less(alive, listed).forEach(it -> faults.add("lives and is not explained: " + it));
        less(listed, alive).forEach(it -> faults.add("is explained and was killed: " + it));
        byPackage(mutants).forEach((name, its) -> {
            var killed = its.stream().filter(it -> !it.alive()).count();
            var percent = 100.0 * killed / its.size();
            System.out.printf(Locale.ROOT, "%s: %d of %d mutants killed, %.1f %%%n", name, killed, its.size(), percent);
            if (percent < LEAST_PERCENT) {
                faults.add(name + ": " + percent + " % (expected: at least " + LEAST_PERCENT + ")");
            }
        });
        faults.forEach(System.err::println);
        System.exit(faults.isEmpty() ? 0 : 1);
    }

    private static String key(MatchResult row) {
        return row.group(1) + ": " + row.group(2).strip();
    }

    private static Map<String, List<Mutant>> byPackage(List<Mutant> mutants) {
        var packages = new TreeMap<String, List<Mutant>>();
        mutants.forEach(it ->
                packages.computeIfAbsent(it.owner(), owner -> new ArrayList<>()).add(it));
        return packages;
    }

    /** The same change may be made twice in one method: each counts. */
    private static List<String> less(List<String> all, List<String> without) {
        var rest = new ArrayList<>(all);
        without.forEach(rest::remove);
        return rest.stream().sorted().toList();
    }

    private static List<Mutant> read(Path report) throws IOException, ParserConfigurationException, SAXException {
        var nodes = DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(report.toFile())
                .getElementsByTagName("mutation");
        var mutants = new ArrayList<Mutant>();
        for (var index = 0; index < nodes.getLength(); index++) {
            mutants.add(Mutant.of((Element) nodes.item(index)));
        }
        return mutants;
    }
}
