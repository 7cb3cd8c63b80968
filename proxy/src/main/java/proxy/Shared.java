package proxy;

import java.time.Clock;
import java.time.Duration;
import java.util.function.BiConsumer;
import proxy.http.Drain;
import proxy.observe.Counters;
import proxy.observe.Events;
import proxy.observe.Metrics;

/**
 * What stays for the life of the process, whatever the configuration.
 *
 * @param later runs a task after a while
 */
record Shared(
        Events events,
        Counters counters,
        Metrics metrics,
        Drain drain,
        Clock clock,
        BiConsumer<Runnable, Duration> later) {}
