package infra.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import infra.settings.AlertRule.Target;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What people on call look at: the panels of {@code workbook/workbook.yml}, with the pools of the stack. */
public record WorkbookPlan(String title, List<Panel> panels) {

    public WorkbookPlan {
        panels = List.copyOf(panels);
    }

    /** One plot. */
    public sealed interface Panel {

        String title();

        /** Rows of the workspace, as a {@code timechart} or a {@code table}. */
        record Query(String title, String text, String chart) implements Panel {}

        /**
         * A platform metric.
         *
         * @param accounts whose metric it is; empty for a target of which a stack has one
         * @param deployments that count; empty for all
         */
        record Metric(
                String title,
                String name,
                String aggregation,
                Target target,
                List<String> accounts,
                List<String> deployments)
                implements Panel {
            public Metric {
                accounts = List.copyOf(accounts);
                deployments = List.copyOf(deployments);
            }
        }
    }

    /** The file as it is written. */
    private record Book(String title, List<Entry> panels) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Entry(
            String title, String query, String chart, String metric, String aggregation, String target, String per) {}

    static WorkbookPlan of(CapacityPlan capacity) {
        try (var file = resource("/workbook/workbook.yml")) {
            var book = new YAMLMapper().readValue(file, Book.class);
            return new WorkbookPlan(
                    book.title(),
                    book.panels().stream()
                            .flatMap(entry -> panels(entry, capacity))
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException("workbook/workbook.yml", e);
        }
    }

    private static Stream<Panel> panels(Entry entry, CapacityPlan capacity) {
        if (entry.query() != null) {
            return Stream.of(new Panel.Query(entry.title(), query(entry.query()), entry.chart()));
        }
        if ("pool".equals(entry.per())) {
            return capacity.pools().stream().map(pool -> ofPool(entry, pool, capacity));
        }
        var target = target(entry);
        var accounts = target == Target.ACCOUNT
                ? capacity.deployments().stream()
                        .map(CapacityPlan.Deployment::account)
                        .distinct()
                        .toList()
                : List.<String>of();
        return Stream.of(
                new Panel.Metric(entry.title(), entry.metric(), entry.aggregation(), target, accounts, List.of()));
    }

    private static Panel ofPool(Entry entry, CapacityPlan.Pool pool, CapacityPlan capacity) {
        var members = capacity.deployments().stream()
                .filter(each -> each.pool().equals(pool.id()))
                .toList();
        return new Panel.Metric(
                entry.title() + " of pool " + pool.id() + ", whose quota is " + pool.tokensPerMinute(),
                entry.metric(),
                entry.aggregation(),
                target(entry),
                members.stream()
                        .map(CapacityPlan.Deployment::account)
                        .distinct()
                        .toList(),
                members.stream().map(each -> each.settings().name()).distinct().toList());
    }

    private static Target target(Entry entry) {
        return Stream.of(Target.values())
                .filter(each -> each.word().equals(entry.target()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        entry.title() + ": " + entry.target() + " (expected: the word of a target)"));
    }

    private static String query(String name) {
        try (var file = resource("/kql/workbook/" + name + ".kql")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    private static InputStream resource(String path) {
        return Optional.ofNullable(WorkbookPlan.class.getResourceAsStream(path))
                .orElseThrow(() -> new IllegalStateException(path + ": absent (expected: a file of the program)"));
    }
}
