package infra.program;

import infra.plan.AddressPlan.Subnet;
import infra.plan.CapacityTable;
import infra.plan.Plan;
import infra.settings.Settings.Account;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The reference page of the stacks: what their settings come to. */
final class StacksPage {

    private StacksPage() {}

    static String of(Map<String, Plan> stacks) {
        var page = new StringBuilder("""
                # Stacks

                Generated from the plans of the committed stacks: what their [settings](settings.md) come to. The thresholds of their alerts are
                on [a page of their own](alerts.md).
                """);
        stacks.forEach((stack, plan) -> page.append("\n## ")
                .append(stack)
                .append("\n")
                .append(table("account | region | geography | deployments", accounts(plan)))
                .append(table("model | pools | tokens/min | requests/min", models(plan)))
                .append(table("time limit | | kept by", limits(plan)))
                .append(table("subnet | range", subnets(plan))));
        return page.toString();
    }

    private static String table(String heading, Stream<List<String>> rows) {
        var columns = heading.split("\\|", -1).length;
        return "\n| " + heading + " |\n|" + "---|".repeat(columns) + "\n"
                + rows.map(row -> "| " + String.join(" | ", row) + " |\n").collect(Collectors.joining());
    }

    private static Stream<List<String>> accounts(Plan plan) {
        return plan.settings().accounts().stream()
                .map(account -> List.of(
                        account.name(), account.region(), plan.geography(account.region()), deployments(account)));
    }

    private static String deployments(Account account) {
        return account.deployments().stream()
                .map(model -> "`" + model.name() + "` " + model.capacityThousandTokensPerMinute() + " k")
                .collect(Collectors.joining(", "));
    }

    private static Stream<List<String>> models(Plan plan) {
        return CapacityTable.of(plan.settings(), plan.capacity()).stream()
                .map(row -> List.of(
                        "`" + row.model() + "`",
                        row.shares().size() + "",
                        row.tokensPerMinute() + "",
                        row.requestsPerMinute() + ""));
    }

    private static Stream<List<String>> limits(Plan plan) {
        var proxy = plan.timeouts().proxy();
        return Stream.of(
                List.of("connection to an account", proxy.connectMillis() + " ms", "proxy"),
                List.of("request's header", proxy.requestHeaderSeconds() + " s", "proxy"),
                List.of("request's body", proxy.requestBodySeconds() + " s", "proxy"),
                List.of("first byte of an answer", proxy.firstByteSeconds() + " s", "proxy"),
                List.of("silence within an answer", proxy.idleSeconds() + " s", "proxy"),
                List.of("whole request", proxy.totalSeconds() + " s", "proxy"),
                List.of(
                        "whole request, and the end of a retired backend",
                        plan.timeouts().gatewayRequestSeconds() + " s",
                        "gateway"),
                List.of("end of running answers", proxy.drainSeconds() + " s", "proxy"),
                List.of("end of a replica", plan.timeouts().containerGraceSeconds() + " s", "Container Apps"));
    }

    private static Stream<List<String>> subnets(Plan plan) {
        return Arrays.stream(Subnet.values())
                .map(subnet ->
                        List.of(subnet.label(), plan.addresses().range(subnet).toString()));
    }
}
