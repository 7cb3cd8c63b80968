package infra.monitoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import infra.settings.AlertCatalogue;
import infra.settings.AlertRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RunbooksTest {

    private static final Path PAGES = Path.of("docs/runbooks");
    private static final Pattern LINK = Pattern.compile("]\\(([^)]+)\\)");

    static List<AlertRule> rules() {
        return AlertCatalogue.load().rules();
    }

    @Test
    void every_alert_has_a_page_and_every_page_an_alert() throws IOException {
        try (var files = Files.list(PAGES)) {
            var pages = files.map(file -> file.getFileName().toString())
                    .filter(file -> !file.equals("README.md"))
                    .collect(Collectors.toCollection(TreeSet::new));
            var wanted = rules().stream().map(rule -> rule.id() + ".md").collect(Collectors.toCollection(TreeSet::new));
            assertEquals(wanted, pages);
        }
    }

    @ParameterizedTest
    @MethodSource("rules")
    void a_page_says_what_people_on_call_ask_in_the_order_they_ask(AlertRule rule) throws IOException {
        var lines = Files.readAllLines(PAGES.resolve(rule.id() + ".md"));
        var headings = lines.stream().filter(line -> line.startsWith("#")).toList();
        assertEquals(
                List.of(
                        "# " + rule.title(),
                        "## Meaning",
                        "## Impact",
                        "## First look",
                        "## Queries",
                        "## Remedies",
                        "## How it resolves"),
                headings);
        assertTrue(lines.contains("Alert `" + rule.id() + "`."), rule.id());
        assertTrue(lines.stream().filter(line -> line.matches("\\d\\. .*")).count() >= 3, rule.id());
    }

    @ParameterizedTest
    @MethodSource("rules")
    void links_lead_somewhere(AlertRule rule) throws IOException {
        var links = LINK.matcher(Files.readString(PAGES.resolve(rule.id() + ".md")));
        while (links.find()) assertTrue(Files.exists(PAGES.resolve(links.group(1))), rule.id() + ": " + links.group(1));
    }
}
