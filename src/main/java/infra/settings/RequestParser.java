package infra.settings;

import infra.settings.Settings.Limits;
import infra.settings.Settings.Streams;
import infra.settings.Settings.Timeouts;

/** Parses what one request may take: time, size and tries, and how its stream is passed on. */
final class RequestParser {

    private RequestParser() {}

    static Timeouts timeouts(Section section) {
        // Container Apps ends a request after 240 s (Microsoft Learn, "Ingress in Azure Container Apps").
        var total = section.number(
                "totalSeconds", 220, 1, 239, " s, below the 240 s after which Container Apps ends a request");
        var within = " s, no longer than totalSeconds";
        var firstByte = section.number("firstByteSeconds", Math.min(60, total), 1, total, within);
        var connect = Math.min(60_000, firstByte * 1000);
        var timeouts = new Timeouts(
                section.number(
                        "connectMillis", Math.min(2000, connect), 1, connect, " ms, no longer than firstByteSeconds"),
                section.number("requestHeaderSeconds", Math.min(5, total), 1, total, within),
                section.number("requestBodySeconds", Math.min(30, total), 1, total, within),
                firstByte,
                section.number("idleSeconds", Math.min(60, total), 1, total, within),
                total,
                section.number("drainSeconds", total, total, 580, " s, so that a running answer is finished"));
        section.close();
        return timeouts;
    }

    static Limits limits(Section section) {
        // Sound that Azure takes is 25 MB at most (Microsoft Learn, "Azure OpenAI quotas and limits").
        var limits = new Limits(
                section.number("requestBodyMegabytes", 2, 1, 25, " MB"),
                section.number("waitMillis", 50, 0, 10_000, " ms"),
                section.number("attempts", 3, 1, 3, ""));
        section.close();
        return limits;
    }

    static Streams streams(Section section) {
        var streams = new Streams(
                section.number("heartbeatSeconds", 0, 0, 60, " s, 0 for never"),
                section.number("holdMillis", 1000, 0, 60_000, " ms"));
        section.close();
        return streams;
    }
}
