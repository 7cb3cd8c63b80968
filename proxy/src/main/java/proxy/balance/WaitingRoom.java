package proxy.balance;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Where requests wait for quota that is about to come. When it comes they are decided in fair order: the first priority before the
 * second, and within one by deficit round robin over the callers, counted in tokens, so that a caller with many requests waiting
 * gets no more of the new quota than one with few. Thread-safe; nothing in it blocks, and it has no timer: whoever waits calls
 * {@link #wake} when the time has come.
 */
public final class WaitingRoom {

    /** Tokens that each caller may spend per round. */
    private static final int QUANTUM = 1_000;

    private final Balancer balancer;
    private final LongSupplier nanoTime;
    private final TreeMap<Integer, Map<String, Queue>> queues = new TreeMap<>();

    public WaitingRoom(Balancer balancer, LongSupplier nanoTime) {
        this.balancer = balancer;
        this.nanoTime = nanoTime;
    }

    /** One waiting request. */
    public final class Ticket {
        private final RequestFacts facts;
        private final long dueAt;
        private final Consumer<Supplier<Decision>> decided;

        private Ticket(RequestFacts facts, long dueAt, Consumer<Supplier<Decision>> decided) {
            this.facts = facts;
            this.dueAt = dueAt;
            this.decided = decided;
        }

        /** It waits no longer; does nothing when it was decided already. */
        public void leave() {
            remove(this);
        }
    }

    private static final class Queue {
        final ArrayDeque<Ticket> tickets = new ArrayDeque<>();
        long deficit;
    }

    /**
     * Waits.
     *
     * @param facts with which the request will be decided
     * @param decided hears the decision once, on the thread that calls {@link #wake}; to get it throws what deciding threw
     */
    public Ticket enter(RequestFacts facts, long millis, Consumer<Supplier<Decision>> decided) {
        var ticket = new Ticket(facts, nanoTime.getAsLong() + TimeUnit.MILLISECONDS.toNanos(millis), decided);
        synchronized (this) {
            queues.computeIfAbsent(facts.asker().priority(), priority -> new LinkedHashMap<>())
                    .computeIfAbsent(facts.asker().name(), caller -> new Queue())
                    .tickets
                    .add(ticket);
        }
        return ticket;
    }

    /** Decides about everyone whose time has come. */
    public void wake() {
        var due = due(nanoTime.getAsLong());
        due.forEach(ticket -> ticket.decided.accept(decide(ticket.facts)));
    }

    /** Whatever is wrong with one of them, all hear. */
    private Supplier<Decision> decide(RequestFacts facts) {
        try {
            var decision = balancer.decide(facts);
            return () -> decision;
        } catch (RuntimeException | Error e) {
            return () -> {
                throw e;
            };
        }
    }

    private synchronized List<Ticket> due(long now) {
        var due = new ArrayList<Ticket>();
        for (var callers : queues.values()) {
            round(callers, now, due);
        }
        queues.values().removeIf(Map::isEmpty);
        return due;
    }

    private static void round(Map<String, Queue> callers, long now, List<Ticket> due) {
        var turns = turns(callers, now);
        while (turns > 0) {
            for (var queue : callers.values()) {
                queue.deficit += turns * QUANTUM;
                var next = next(queue, now);
                while (next != null && next.facts.tokens() <= queue.deficit) {
                    queue.tickets.remove(next);
                    queue.deficit -= next.facts.tokens();
                    due.add(next);
                    next = next(queue, now);
                }
            }
            turns = turns(callers, now);
        }
        callers.values().removeIf(queue -> queue.tickets.isEmpty());
        callers.values().forEach(queue -> queue.deficit = 0);
    }

    /**
     * Rounds until somebody can be decided, 0 when nobody is left. A request may ask for two thousand million tokens, so these are not
     * gone through one by one.
     */
    private static long turns(Map<String, Queue> callers, long now) {
        var least = Long.MAX_VALUE;
        for (var queue : callers.values()) {
            var next = next(queue, now);
            if (next != null) {
                least = Math.min(least, Math.max(1, Math.ceilDiv(next.facts.tokens() - queue.deficit, QUANTUM)));
            }
        }
        return least == Long.MAX_VALUE ? 0 : least;
    }

    private static Ticket next(Queue queue, long now) {
        for (var ticket : queue.tickets) {
            if (ticket.dueAt <= now) {
                return ticket;
            }
        }
        return null;
    }

    private synchronized void remove(Ticket ticket) {
        var asker = ticket.facts.asker();
        var callers = queues.get(asker.priority());
        var queue = callers == null ? null : callers.get(asker.name());
        if (queue != null && queue.tickets.remove(ticket) && queue.tickets.isEmpty()) {
            callers.remove(asker.name());
        }
    }
}
