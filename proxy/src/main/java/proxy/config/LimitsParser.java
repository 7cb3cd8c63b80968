package proxy.config;

import java.time.Duration;

/** Reads how long and how large things may be, and how often they are tried: all of it has a default. */
final class LimitsParser {

    private static final int MAX_MEBIBYTES = 1024 * 1024;

    private LimitsParser() {}

    static ProxyConfig.Timeouts timeouts(Section root) {
        try (var section = root.section("timeouts")) {
            return new ProxyConfig.Timeouts(
                    Duration.ofMillis(section.integer("connectMillis", 1, Integer.MAX_VALUE, 2000)),
                    seconds(section, "requestHeaderSeconds", 1, 5),
                    seconds(section, "requestBodySeconds", 1, 30),
                    seconds(section, "firstByteSeconds", 1, 60),
                    seconds(section, "idleSeconds", 1, 60),
                    seconds(section, "totalSeconds", 1, 220),
                    seconds(section, "drainSeconds", 0, 220));
        }
    }

    static ProxyConfig.Limits limits(Section root) {
        try (var section = root.section("limits")) {
            return new ProxyConfig.Limits(
                    section.integer("requestBodyBytes", 1, Integer.MAX_VALUE, 2 * 1024 * 1024),
                    section.integer("attempts", 1, 3, 3),
                    section.integer("waitMillis", 0, 10_000, 50),
                    section.integer("memoryBudgetMiB", 1, MAX_MEBIBYTES, 128),
                    section.integer("connections", 1, Integer.MAX_VALUE, 16_384));
        }
    }

    static ProxyConfig.Streams streams(Section root) {
        try (var section = root.section("streams")) {
            return new ProxyConfig.Streams(
                    section.integer("eventBytes", 1024, MAX_MEBIBYTES * 1024, 4 * 1024 * 1024),
                    section.integer("holdBytes", 0, MAX_MEBIBYTES * 1024, 64 * 1024),
                    Duration.ofMillis(section.integer("holdMillis", 0, 60_000, 1_000)),
                    seconds(section, "heartbeatSeconds", 0, 0));
        }
    }

    static ProxyConfig.Retries retries(Section root) {
        try (var section = root.section("retries")) {
            return new ProxyConfig.Retries(
                    section.integer("percent", 0, 100, 20), section.integer("burst", 0, 10_000, 50));
        }
    }

    private static Duration seconds(Section section, String key, int min, int byDefault) {
        return Duration.ofSeconds(section.integer(key, min, Integer.MAX_VALUE, byDefault));
    }
}
