package infra.monitoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import infra.settings.AlertCatalogue;
import infra.settings.AlertRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RunbooksTest {

    private static final Path PAGES = Path.of("docs/runbooks");
    /** By Azure Monitor's number. */
    private static final List<String> SEVERITIES = List.of("critical", "error", "warning", "informational");

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

    @Test
    void the_index_lists_every_alert_the_most_severe_first() throws IOException {
        var file = PAGES.resolve("README.md");
        if (System.getenv("CI") == null) Files.writeString(file, index());
        assertEquals(Files.readString(file), index(), file + ": run mvn test and commit the page");
    }

    private static String index() {
        var page = new StringBuilder("""
                # Runbooks

                Generated from `src/main/resources/alerts/alerts.yml`. A page for each alert: what it means, whom it hurts, where to look
                first, what to do, how it resolves. What each watches and from which value on:
                [alerts](../reference/alerts.md). When `make up` itself fails: [platform](../components/platform.md#when-a-run-fails).

                | severity | alert | what happened |
                |---|---|---|
                """);
        rules().stream()
                .sorted(Comparator.comparingInt(AlertRule::severity))
                .forEach(rule -> page.append("| ")
                        .append(rule.severity() + " " + SEVERITIES.get(rule.severity()))
                        .append(" | [" + rule.id() + "](" + rule.id() + ".md)")
                        .append(" | " + rule.title() + " |\n"));
        return page.toString();
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
        while (links.find()) assertTrue(leads(links.group(1)), rule.id() + ": " + links.group(1));
    }

    /** To a file, and to a heading of it when the link names one. */
    private static boolean leads(String link) throws IOException {
        var parts = link.split("#", 2);
        var file = PAGES.resolve(parts[0]);
        if (!Files.exists(file) || parts.length == 1) return Files.exists(file);
        try (var lines = Files.lines(file)) {
            return lines.filter(line -> line.matches("#+ .*"))
                    .map(line -> line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT))
                    .map(heading -> heading.replaceAll("[^a-z0-9 -]", "").replace(' ', '-'))
                    .anyMatch(parts[1]::equals);
        }
    }
}
